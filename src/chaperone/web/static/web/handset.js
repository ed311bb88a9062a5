// The demo's phone: Enter sends, Shift and Enter begins a new line.
(() => {
  const form = document.getElementById("send");
  const box = form?.querySelector("textarea");
  if (!box) return;

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (box.value.trim() !== "") form.requestSubmit();
  });
  box.focus();
})();
