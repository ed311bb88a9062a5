// Says how long the session lasts and, a minute before it ends, asks whether somebody is there. The server keeps
// the clock: other windows of this browser renew it, too, so it is asked before anybody is disturbed.
(() => {
  const dialog = document.getElementById("idle");
  if (!dialog) return;
  const { leftUrl, endUrl } = dialog.dataset;
  const WARNING = Math.min(60, Number(dialog.dataset.limit) / 2);
  const clock = document.getElementById("idle-left");
  const counter = document.getElementById("idle-seconds");
  const form = dialog.querySelector("form");
  let endsAt = Date.now() + Number(dialog.dataset.left) * 1000;
  let answered = document.activeElement;

  const left = () => Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));
  let leaving = false;
  // Once: several questions may be on their way, and a second departure would break off the first.
  const leave = () => {
    if (leaving) return;
    leaving = true;
    location.assign(endUrl);
  };

  const show = () => {
    const seconds = left();
    if (clock) {
      clock.hidden = false;
      clock.textContent = `Signs out in ${Math.max(1, Math.ceil(seconds / 60))} min`;
    }
    counter.textContent = seconds;
  };

  const ask = async (url, options) => {
    const { headers, ...rest } = options;
    const answer = await fetch(url, {
      headers: { Accept: "application/json", ...headers },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      ...rest,
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) return leave();
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    endsAt = Date.now() + (await answer.json()).seconds * 1000;
  };

  const renewed = () => ask(leftUrl, { headers: { "X-Chaperone-Poll": "1" } });

  const tick = async () => {
    if (leaving) return;
    show();
    if (left() <= WARNING && !dialog.open) {
      try {
        await renewed();
      } catch {
        // Without a connection the page's own clock is the best there is.
      }
      if (left() <= WARNING) {
        answered = document.activeElement;
        dialog.showModal();
      }
      show();
    } else if (left() === 0) {
      try {
        await renewed();
      } catch {
        leave();
      }
      if (left() === 0) leave();
    } else if (dialog.open && left() > WARNING) {
      dialog.close();
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await ask(form.action, { method: "POST", body: new FormData(form) });
      dialog.close();
      show();
    } catch {
      form.submit();
    }
  });
  // Escape is an answer as well: somebody is there.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    form.requestSubmit();
  });
  dialog.addEventListener("close", () => answered?.focus?.());

  show();
  setInterval(tick, 1000);
})();
