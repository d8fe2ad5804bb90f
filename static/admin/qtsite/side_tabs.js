/* Tabs of an article's page (ARIA Authoring Practices, "Tabs"): without this script the sections
   stand below each other. It runs where it stands, before the page is first drawn.

   A link to a field in a hidden section opens it (`qtsite.reveal`), and so does an error there. */
"use strict";

{
  const box = document.querySelector("[data-tabs]");
  const sections = [...box.querySelectorAll(":scope > [data-tab]")];
  const KEPT = "qtsite.tab";
  // What the live checks name as well is hidden among the findings; what is ignored waits for nobody.
  const LISTED =
    ".findings:not(.ignored-checks .findings) > li:not([hidden]), .open-comments > li";

  const list = document.createElement("div");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", box.dataset.tabs);
  list.className = "tab-list";

  const errorsIn = (section) => section.querySelectorAll(".errorlist li, .row.errors").length;

  const tabs = sections.map((section) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tab-of-${section.id}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", section.id);
    tab.textContent = section.dataset.tab;
    section.setAttribute("role", "tabpanel");
    section.setAttribute("aria-labelledby", tab.id);
    section.tabIndex = 0;
    list.append(tab);
    return tab;
  });

  const markCounts = () =>
    sections.forEach((section, index) => {
      const errors = errorsIn(section);
      const findings = section.querySelectorAll(LISTED).length;
      tabs[index].classList.toggle("has-errors", errors > 0);
      const words = errors ? ` (${errors} wrong)` : findings ? ` (${findings})` : "";
      tabs[index].textContent = section.dataset.tab + words;
    });

  const select = (section) => {
    sections.forEach((one, index) => {
      const isChosen = one === section;
      one.hidden = !isChosen;
      tabs[index].setAttribute("aria-selected", String(isChosen));
      tabs[index].tabIndex = isChosen ? 0 : -1;
    });
  };

  const choose = (section) => {
    select(section);
    localStorage.setItem(KEPT, section.id);
  };

  /* Open the section that holds an element; true if one does. */
  const reveal = (element) => {
    const section = sections.find((one) => one.contains(element));
    if (section?.hidden) select(section);
    return Boolean(section);
  };

  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target.closest("[role=tab]"));
    if (index >= 0) choose(sections[index]);
  });

  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const last = tabs.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(sections[to]);
    tabs[to].focus();
  });

  const target = () => location.hash && document.getElementById(location.hash.slice(1));
  const follow = () => {
    const element = target();
    if (element && reveal(element)) element.scrollIntoView({ block: "center" });
  };
  window.addEventListener("hashchange", follow);
  // A second click on the same link changes no address.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    const element = link && document.getElementById(link.hash.slice(1));
    if (element) reveal(element);
  });

  box.prepend(list);
  box.classList.add("has-tabs");
  markCounts();
  const kept = sections.find((section) => section.id === localStorage.getItem(KEPT));
  const wrong = sections.find(errorsIn);
  select(wrong || kept || sections[0]);
  for (const section of sections) {
    new MutationObserver(markCounts).observe(section, { childList: true, subtree: true });
  }
  document.addEventListener("DOMContentLoaded", follow);
}
