/* Questions to choose from while somebody types into a search box: a combobox with a list, as the
   ARIA Authoring Practices describe it (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). The
   form works without it: what is typed is sent with Enter as before. */
"use strict";

(() => {
  const PAUSE_MS = 120;
  const LEAST = 2;
  const STATUS = { 0: "No suggestions", 1: "1 suggestion" };

  class Suggester {
    constructor(box, number) {
      this.box = box;
      this.address = new URL("/search/suggestions", location.href);
      this.list = document.createElement("ul");
      this.list.id = `suggestions-${number}`;
      this.list.className = "search-suggestions";
      this.list.role = "listbox";
      this.list.ariaLabel = "Suggestions";
      this.list.hidden = true;
      this.status = document.createElement("span");
      this.status.className = "visually-hidden";
      this.status.role = "status";
      box.form.append(this.list, this.status);
      box.role = "combobox";
      box.setAttribute("aria-controls", this.list.id);
      box.ariaAutoComplete = "list";
      box.ariaExpanded = "false";
      box.addEventListener("input", () => this.wait());
      box.addEventListener("keydown", event => this.press(event));
      box.addEventListener("blur", () => this.close());
      // Not "click": the box would lose the focus, and the list close, before it.
      this.list.addEventListener("pointerdown", event => event.preventDefault());
      this.list.addEventListener("click", event => {
        const option = event.target.closest("[role=option]");
        if (option) this.open(option);
      });
    }

    get options() {
      return [...this.list.children];
    }

    wait() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE_MS);
    }

    async ask() {
      this.request?.abort();
      const typed = this.box.value.trim();
      if (typed.length < LEAST) return this.close();
      this.request = new AbortController();
      this.address.searchParams.set("q", typed);
      try {
        const answer = await fetch(this.address, { signal: this.request.signal });
        if (answer.ok) this.show((await answer.json()).suggestions);
      } catch (error) {
        // Asked again meanwhile, or the network is gone: the box stays a plain one.
        if (error.name !== "AbortError") this.close();
      }
    }

    show(suggestions) {
      if (document.activeElement !== this.box) return;
      this.list.replaceChildren(...suggestions.map((suggestion, index) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.role = "option";
        option.ariaSelected = "false";
        option.dataset.path = suggestion.path;
        option.textContent = suggestion.title;
        return option;
      }));
      this.list.hidden = suggestions.length === 0;
      this.box.ariaExpanded = String(!this.list.hidden);
      this.box.removeAttribute("aria-activedescendant");
      this.status.textContent = STATUS[suggestions.length] ?? `${suggestions.length} suggestions`;
    }

    close() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.list.hidden = true;
      this.box.ariaExpanded = "false";
      this.box.removeAttribute("aria-activedescendant");
      this.status.textContent = "";
      this.options.forEach(option => { option.ariaSelected = "false"; });
    }

    get chosen() {
      return this.options.findIndex(option => option.ariaSelected === "true");
    }

    choose(index) {
      this.options.forEach((option, at) => { option.ariaSelected = String(at === index); });
      const option = this.options[index];
      if (option) {
        this.box.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        this.box.removeAttribute("aria-activedescendant");
      }
    }

    /* Without the query string of this page as Referer: it is no result of that search. */
    open(option) {
      const link = document.createElement("a");
      link.href = option.dataset.path;
      link.referrerPolicy = "origin";
      link.click();
    }

    press(event) {
      const isOpen = !this.list.hidden;
      const last = this.options.length - 1;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      if (step && isOpen) {
        // One place more than there are options: back in the box, with nothing chosen.
        const places = last + 2;
        this.choose((this.chosen + 1 + step + places) % places - 1);
        event.preventDefault();
      } else if (step === 1) {
        this.ask();
        event.preventDefault();
      } else if (event.key === "Escape" && isOpen) {
        this.close();
        event.preventDefault();
      } else if (event.key === "Enter" && isOpen && this.chosen >= 0) {
        this.open(this.options[this.chosen]);
        event.preventDefault();
      } else if (event.key === "Tab") {
        this.close();
      }
    }
  }

  document.querySelectorAll("form[role=search] input[type=search]").forEach(
    (box, number) => new Suggester(box, number));
})();
