/* How much of the screen the editor takes: with its preview or without, and the whole of it. */

const KEPT = "qtsite.preview";

/* All that is beside the editor and its save bar, from the page's root down to it. */
const besides = (box) => {
  const others = [];
  for (let at = box; at !== document.body; at = at.parentElement) {
    for (const one of at.parentElement.children) {
      if (one !== at && !one.matches(".save-bar, dialog, script") && !one.querySelector(".save-bar")) {
        others.push(one);
      }
    }
  }
  return others;
};

/* The buttons for it, and `leave()`, which ends the full screen. */
export const keepScreen = (box, view) => {
  let covered = [];

  const setPreview = (isShown, button) => {
    box.classList.toggle("has-no-preview", !isShown);
    button?.setAttribute("aria-pressed", String(isShown));
    view.requestMeasure();
  };

  const setFull = (isFull) => {
    if (isFull === box.classList.contains("is-full")) return;
    box.classList.toggle("is-full", isFull);
    box.querySelector("[data-tool=full]").setAttribute("aria-pressed", String(isFull));
    // What stands behind it must not take the focus.
    if (isFull) covered = besides(box).filter((one) => !one.inert);
    for (const one of covered) one.inert = isFull;
    view.requestMeasure();
    view.focus();
  };

  const isShown = localStorage.getItem(KEPT) !== "hidden";
  setPreview(isShown);
  const tools = [
    {
      kind: "preview",
      label: "Preview",
      name: "Preview",
      isPressed: isShown,
      run: (_, button) => {
        const shows = box.classList.contains("has-no-preview");
        localStorage.setItem(KEPT, shows ? "shown" : "hidden");
        setPreview(shows, button);
      },
    },
    {
      kind: "full",
      label: "Full screen",
      name: "Full screen",
      isPressed: false,
      run: () => setFull(!box.classList.contains("is-full")),
    },
  ];
  return { tools, leave: () => setFull(false) };
};
