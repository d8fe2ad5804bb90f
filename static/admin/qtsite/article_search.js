/* Finding an article by words of its question, in a dialog (ARIA Authoring Practices, "Combobox"
   with a list below it). The search is that of the related questions' boxes. */

const WAIT_MILLISECONDS = 200;

const optionOf = ({ id, text }) => {
  const option = document.createElement("li");
  option.id = `found-article-${id}`;
  option.setAttribute("role", "option");
  option.textContent = text;
  return option;
};

/* Resolves to {heading, address} of the article that was chosen, or null. */
export const chooseArticle = (dialog, words) => {
  const field = dialog.querySelector("[name=words]");
  const list = dialog.querySelector("[role=listbox]");
  const told = dialog.querySelector("[data-found]");
  const form = dialog.querySelector("form");
  const left = new AbortController();
  let found = [];
  let active = -1;
  let timer = 0;
  let asked = 0;

  const mark = (index) => {
    active = index;
    [...list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === active));
      if (at === active) option.scrollIntoView({ block: "nearest" });
    });
    const option = list.children[active];
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  };

  const show = (results) => {
    found = results;
    list.replaceChildren(...found.map(optionOf));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(Boolean(found.length)));
    told.textContent = field.value.trim() && !found.length ? "No article has these words." : "";
    mark(found.length ? 0 : -1);
  };

  const search = async () => {
    const number = ++asked;
    const term = field.value.trim();
    if (!term) return show([]);
    const answer = await fetch(`${dialog.dataset.search}&term=${encodeURIComponent(term)}`);
    if (number !== asked) return;
    if (answer.ok) show((await answer.json()).results);
    else told.textContent = "The search could not be made: are you still signed in?";
  };

  const searchLater = () => {
    clearTimeout(timer);
    timer = setTimeout(
      () => search().catch(() => (told.textContent = "The site does not answer.")),
      WAIT_MILLISECONDS,
    );
  };

  return new Promise((resolve) => {
    const options = { signal: left.signal };
    const choose = (index) => {
      const article = found[index];
      if (article) dialog.close(String(article.id));
    };
    field.addEventListener("input", searchLater, options);
    field.addEventListener(
      "keydown",
      (event) => {
        const last = found.length - 1;
        const to = {
          ArrowDown: active === last ? 0 : active + 1,
          ArrowUp: active <= 0 ? last : active - 1,
        }[event.key];
        if (to !== undefined) {
          event.preventDefault();
          mark(to);
        }
      },
      options,
    );
    form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        choose(active);
      },
      options,
    );
    list.addEventListener(
      "click",
      (event) => choose([...list.children].indexOf(event.target.closest("[role=option]"))),
      options,
    );
    dialog.addEventListener(
      "close",
      () => {
        left.abort();
        clearTimeout(timer);
        resolve(found.find(({ id }) => String(id) === dialog.returnValue) || null);
      },
      { once: true },
    );
    field.value = words;
    show([]);
    dialog.returnValue = "";
    dialog.showModal();
    field.select();
    if (words) searchLater();
  });
};
