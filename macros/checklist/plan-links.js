// On a template's page: its checklists begin from the draft that is open.

/** Links to checklists carry the draft's id along, when they are followed. */
export function startPlanLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-checklist]") : null;
    const [, draft] = /^#draft=([\w-]{1,64})$/.exec(location.hash) || [];
    if (link instanceof HTMLAnchorElement && draft) link.hash = `plan=${draft}@${link.dataset.checklist || ""}`;
  });
}
