/* Style sheets of CodeMirror as constructable ones (CSSOM, "adoptedStyleSheets"). style-mod makes a
   <style> element in a document, which a security policy without 'unsafe-inline' refuses. */

const mounted = new WeakMap(); // root -> modules, in order
const sheets = new WeakMap(); // module -> its sheet

const sheetOf = (module) => {
  if (!sheets.has(module)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(module.getRules());
    sheets.set(module, sheet);
  }
  return sheets.get(module);
};

/* As StyleModule.mount of style-mod: modules later in the list take precedence, and a call that
   wants another order gets it. */
export const mountSheets = (root, modules) => {
  const order = mounted.get(root) || [];
  const ours = new Set(order.map(sheetOf));
  let next = 0;
  for (const module of [modules].flat()) {
    let index = order.indexOf(module);
    if (index > -1 && index < next) {
      order.splice(index, 1);
      next -= 1;
      index = -1;
    }
    if (index > -1) next = index + 1;
    else order.splice(next++, 0, module);
  }
  mounted.set(root, order);
  const others = root.adoptedStyleSheets.filter((sheet) => !ours.has(sheet));
  root.adoptedStyleSheets = [...order.map(sheetOf), ...others];
};
