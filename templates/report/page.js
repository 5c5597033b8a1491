"use strict";
// Shows the findings of chosen severities and of one operation. Without it all of them are shown.
(() => {
  const forms = [...document.querySelectorAll("form.filter")];
  const items = [...document.querySelectorAll("[data-severity]")];
  const sections = items.filter((item) => item.matches("section"));
  const status = document.getElementById("page-status");
  const boxes = (form) => [...form.querySelectorAll("input[name=severity]")];
  const choice = (form) => form.querySelector("select[name=operation]");

  const shows = (item, severities, operation) => {
    const about = item.dataset.operations;
    return severities.has(item.dataset.severity)
      && (operation === "" || about === undefined || about.split(" ").includes(operation));
  };

  // Every form shows the same choice: that of the one just used.
  const apply = (used) => {
    const severities = new Set(boxes(used).filter((box) => box.checked).map((box) => box.value));
    const operation = choice(used)?.value ?? "";
    for (const form of forms) {
      for (const box of boxes(form)) box.checked = severities.has(box.value);
      if (choice(form)) choice(form).value = operation;
    }
    for (const item of items) item.hidden = !shows(item, severities, operation);
    const shown = sections.filter((section) => !section.hidden).length;
    const text = shown === sections.length
      ? "" : `${shown} of ${sections.length} kinds of finding are shown.`;
    for (const form of forms) form.querySelector(".count").textContent = text;
    return text === "" ? "All findings are shown." : text;
  };

  const showAll = () => {
    for (const form of forms) form.reset();
    return apply(forms[0]);
  };

  for (const form of forms) {
    form.hidden = false;
    form.addEventListener("change", () => { status.textContent = apply(form); });
    form.addEventListener("reset", () => {
      setTimeout(() => { status.textContent = apply(form); });
    });
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  // A link to a finding that is not shown brings it back.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("[hidden]") || forms.length === 0) return;
    status.textContent = showAll();
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  // A browser that restores a form's fields restores the choice, too.
  if (forms.length > 0) apply(forms[0]);
})();
