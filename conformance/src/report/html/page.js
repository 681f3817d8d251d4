
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const items = all(".item").map((element) => ({
    element,
    verdict: element.dataset.verdict,
    group: element.dataset.group || "",
    text: element.textContent.toLowerCase(),
  }));
  const hidden = new Set();
  // What a cell of a matrix asks for: a table and a group in it.
  let only = null;

  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const item of items) {
      const inTable = only && item.element.closest("section").id === only.table;
      const fits =
        !hidden.has(item.verdict) &&
        words.every((word) => item.text.includes(word)) &&
        (!inTable || item.group === only.group);
      item.element.classList.toggle("gone", !fits);
      if (fits) count += 1;
    }
    const whole = count === items.length;
    shown.textContent = whole ? "" : count + " of " + items.length + " shown";
  };
  const reset = () => {
    search.value = "";
    only = null;
    hidden.clear();
    for (const button of all("#verdicts button")) button.setAttribute("aria-pressed", "true");
    show();
  };

  const verdicts = document.getElementById("verdicts");
  for (const verdict of ["failed", "warning", "error", "untested", "passed"]) {
    if (!items.some((item) => item.verdict === verdict)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = verdict;
    button.setAttribute("aria-pressed", "true");
    button.addEventListener("click", () => {
      const off = !hidden.delete(verdict);
      if (off) hidden.add(verdict);
      button.setAttribute("aria-pressed", String(!off));
      show();
    });
    verdicts.append(button, " ");
  }
  search.addEventListener("input", show);
  for (const link of all("a[data-set]")) {
    link.addEventListener("click", () => {
      only = { table: link.hash.slice(1), group: link.dataset.set };
      show();
    });
  }
  // A link to a row that is filtered out shows it again; one to a finding opens it.
  const arrive = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.classList.contains("gone")) reset();
    if (target.matches("details")) target.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", arrive);

  for (const button of all(".copy")) {
    button.addEventListener("click", async () => {
      const text = button.parentElement.querySelector("pre").textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "copied";
      } catch {
        const range = document.createRange();
        range.selectNodeContents(button.parentElement.querySelector("pre"));
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        button.textContent = "selected";
      }
      setTimeout(() => (button.textContent = "copy"), 1500);
    });
  }

  const keys = document.getElementById("keys");
  document.getElementById("help").addEventListener("click", () => keys.showModal());
  const step = (by) => {
    const findings = all("#findings > .item:not(.gone) > summary");
    if (!findings.length) return;
    const here = findings.indexOf(document.activeElement);
    const next = here < 0 ? (by > 0 ? 0 : findings.length - 1) : here + by;
    const target = findings[Math.max(0, Math.min(findings.length - 1, next))];
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    if (event.target === search) {
      if (event.key === "Escape") {
        reset();
        search.blur();
      }
      return;
    }
    const findings = all(".finding");
    if (event.key === "/") search.focus();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "e") {
      const open = !findings.every((finding) => finding.open);
      for (const finding of findings) finding.open = open;
    } else if (event.key === "Escape") reset();
    else if (event.key === "?") keys.showModal();
    else return;
    event.preventDefault();
  });

  // On paper everything is open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all(".finding:not([open])");
    for (const finding of closed) finding.open = true;
  });
  addEventListener("afterprint", () => {
    for (const finding of closed) finding.open = false;
  });

  document.documentElement.classList.add("scripted");
  document.querySelector(".tools").hidden = false;
  arrive();
})();
