// Follows a case: when it or one of its clocks has changed, fetches this page again and puts its content in place.
"use strict";
(function () {
  function follow(content) {
    const source = new EventSource(content.dataset.changes);
    source.addEventListener("change", async function (event) {
      const shown = document.getElementById("live");
      if (event.lastEventId === shown.dataset.mark) return;
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      // What stands between the two is being filled in by somebody: it stays as it is.
      for (const id of ["live", "live-rest"]) {
        const part = fresh.getElementById(id);
        if (part) document.getElementById(id).replaceWith(part);
      }
    });
  }
  const content = document.getElementById("live");
  if (content && content.dataset.changes) follow(content);
})();
