// Keys for people who work here all day. They can be switched off in the window that "?" opens (WCAG 2.1.4).
(() => {
  const OFF = "chaperone.keys.off";
  const dialog = document.getElementById("keys");
  const toggle = document.getElementById("keys-on");
  if (!dialog || !toggle) return;

  const on = () => localStorage.getItem(OFF) === null;
  const items = () => [...document.querySelectorAll("[data-key-item]")];
  const chosen = () => items().find((item) => item === document.activeElement);

  const move = (step) => {
    const all = items();
    if (all.length === 0) return;
    const at = all.indexOf(chosen());
    const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1);
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  };

  const open = (where) => {
    const item = chosen() ?? items()[0];
    if (item) location.assign(item.href + where);
  };

  const reply = () => {
    const box = document.querySelector("#reply textarea");
    if (box) box.focus();
    else if (items().length) open("#reply");
    else document.getElementById("take-over")?.focus();
  };

  const takeOver = () => {
    const button = document.getElementById("take-over");
    if (button) button.form.requestSubmit(button);
    else open("#take-over");
  };

  const actions = {
    j: () => move(1),
    k: () => move(-1),
    r: reply,
    t: takeOver,
    a: () => document.getElementById("approve")?.click(),
    e: () => document.getElementById("edit")?.click(),
    x: () => document.getElementById("flaw")?.focus(),
    i: () => document.querySelector("[data-key-back]")?.click(),
    "?": () => dialog.showModal(),
  };

  const typing = (target) => target.closest("input, textarea, select, dialog, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.closest("#reply")) {
      event.target.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const action = actions[event.key];
    if (!action || (!on() && event.key !== "?")) return;
    event.preventDefault();
    action();
  });

  toggle.checked = on();
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });

  document.querySelectorAll("[data-show-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  });

  if (location.hash === "#reply") reply();
  if (location.hash === "#take-over") document.getElementById("take-over")?.focus();
})();
