// Says how many texts a reply will be, while it is written. The server counts again when it sends (3GPP TS 23.038, 23.040).
(() => {
  const BASIC =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  const EXTENDED = "\f^{}\\[~]|€";

  const widths = (text) => {
    const characters = [...text];
    if (characters.every((one) => BASIC.includes(one) || EXTENDED.includes(one))) {
      return { sizes: characters.map((one) => (EXTENDED.includes(one) ? 2 : 1)), single: 160, part: 153, special: false };
    }
    return { sizes: characters.map((one) => one.length), single: 70, part: 67, special: true };
  };

  // A character that takes two places is never split between two texts.
  const count = (text) => {
    const { sizes, single, part, special } = widths(text);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (total <= single) return { segments: total ? 1 : 0, special };
    let segments = 1;
    let used = 0;
    for (const size of sizes) {
      if (used + size > part) {
        segments += 1;
        used = 0;
      }
      used += size;
    }
    return { segments, special };
  };

  const sentence = (text) => {
    const { segments, special } = count(text);
    if (segments === 0) return "Goes out as a text message.";
    const texts = segments === 1 ? "1 text" : `${segments} texts`;
    const why = special ? " Emoji or special letters make texts shorter." : "";
    return `${[...text].length} characters, ${texts}.${why}`;
  };

  document.querySelectorAll("[data-segments-of]").forEach((place) => {
    const box = document.getElementById(place.dataset.segmentsOf);
    if (!box) return;
    const renew = () => {
      place.textContent = sentence(box.value);
      place.dataset.segments = String(count(box.value).segments);
    };
    box.addEventListener("input", renew);
    renew();
  });
})();
