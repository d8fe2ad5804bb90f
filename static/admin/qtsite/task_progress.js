// Shows how far a background task is: the same part of the same page, asked for every two seconds.
// Without it the page's link does.

const SECONDS = 2;

async function refresh() {
  const shown = document.getElementById("task-progress");
  if (!shown || shown.dataset.active !== "yes") return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
    if (answer.ok && !answer.redirected) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const newer = page.getElementById("task-progress");
      if (!newer || newer.dataset.active !== "yes") {
        location.reload();
        return;
      }
      // A button that has the focus keeps it.
      if (!shown.contains(document.activeElement)) shown.replaceWith(newer);
    }
  } catch {
    // The server is starting anew, say: asked again.
  }
  setTimeout(refresh, SECONDS * 1000);
}

setTimeout(refresh, SECONDS * 1000);
