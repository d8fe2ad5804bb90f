// Goes on with a run that is at work, so that nobody has to press the button for each batch.
const form = document.getElementById("bulk-run");
const button = form?.querySelector("[data-goes-on]");
if (button) {
  const timer = setTimeout(() => form.requestSubmit(button), 300);
  form.addEventListener("submit", () => clearTimeout(timer));
}
