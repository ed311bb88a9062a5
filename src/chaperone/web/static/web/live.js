// Keeps a page true. Every few seconds it asks for a number (which opens nothing and is no activity);
// only when the number moved does the page ask for its changed part.
(() => {
  const EVERY = 4000;
  const SLOWEST = 60000;
  let wait = EVERY;

  const watched = () => document.querySelector("[data-version-url]");

  const say = (text) => {
    const place = document.getElementById("announcements");
    if (place && text) place.textContent = text;
  };

  const show = (text) => {
    const place = document.getElementById("live");
    if (!place) return;
    place.hidden = text === "";
    if (place.textContent !== text) place.textContent = text;
  };

  // Who else looks at this thread just now.
  const company = (names) => {
    const place = document.getElementById("company");
    if (!place) return;
    const verb = names.length === 1 ? "is" : "are";
    const text = names.length ? `${names.join(" and ")} ${verb} here, too.` : "";
    place.hidden = text === "";
    if (place.textContent !== text) place.textContent = text;
  };

  const poll = async () => {
    const part = watched();
    const answer = await fetch(part.dataset.versionUrl, {
      headers: { "X-Chaperone-Poll": "1", Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
    });
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
      show("This page no longer renews itself. Load it again, and sign in if you are asked to.");
      return false;
    }
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const { version, here } = await answer.json();
    company(here ?? []);
    if (String(version) !== part.dataset.version) htmx.trigger(part, "moved");
    show("");
    wait = EVERY;
    return true;
  };

  const tick = async () => {
    if (!watched()) return;
    let goOn = true;
    if (!document.hidden) {
      try {
        goOn = await poll();
      } catch {
        wait = Math.min(wait * 2, SLOWEST);
        show("The connection is lost. What you see may be old; it renews by itself.");
      }
    }
    if (goOn) setTimeout(tick, wait);
  };

  const lengthOf = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    const days = Math.floor(hours / 24);
    if (minutes < 1) return "under a minute";
    if (hours < 1) return `${minutes} min`;
    if (days < 1) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
    return `${days} day${days === 1 ? "" : "s"}`;
  };

  const clocks = () => {
    document.querySelectorAll("time[data-since]").forEach((clock) => {
      const text = lengthOf((Date.now() - Date.parse(clock.dateTime)) / 1000);
      if (clock.textContent !== text) clock.textContent = text;
    });
  };

  // A part that is drawn anew because somebody wrote is no activity of who sits here, either.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.triggeringEvent?.type === "moved") event.detail.headers["X-Chaperone-Poll"] = "1";
  });

  // Texts stand at their newest (by CSS); who reads back is left where they read.
  let readAt = 0;
  document.addEventListener("htmx:beforeSwap", () => {
    readAt = watched()?.scrollTop ?? 0;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const part = watched();
    if (!part) return;
    part.scrollTop = readAt;
    say(part.dataset.announce);
  });
  document.addEventListener("htmx:responseError", () => {
    show("The page could not be renewed. Load it again.");
  });

  setTimeout(tick, wait);
  setInterval(clocks, 15000);
})();
