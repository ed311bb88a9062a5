// How much waits on pages of the navigation. Asking opens nothing and is no activity, as in live.js.
(() => {
  const EVERY = 15000;
  const SLOWEST = 60000;
  let wait = EVERY;

  const show = (place, count) => {
    place.hidden = count === 0;
    const text = `${count} open`;
    if (place.textContent !== text) place.textContent = text;
  };

  const ask = async (place) => {
    const answer = await fetch(place.dataset.countUrl, {
      headers: { "X-Chaperone-Poll": "1", Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
    });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const { count } = await answer.json();
    show(place, count);
  };

  // A number that may be old is none: what cannot be asked is not shown.
  const tick = async () => {
    for (const place of document.querySelectorAll("[data-count-url]")) {
      if (document.hidden) break;
      try {
        await ask(place);
        wait = EVERY;
      } catch {
        place.hidden = true;
        wait = Math.min(wait * 2, SLOWEST);
      }
    }
    setTimeout(tick, wait);
  };

  if (document.querySelector("[data-count-url]")) tick();
})();
