// Optional enhancements: all pages work without JavaScript.
"use strict";

// Show a figure's <title> as a tooltip without the browser's delay.
const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
document.body.append(tip);
const titles = new WeakMap();

function tipOf(target) {
  const holder = target.closest?.(".figure a, .figure .land");
  if (!holder) return null;
  const title = holder.querySelector(":scope > title");
  if (title) {
    titles.set(holder, title.textContent);
    holder.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  return titles.get(holder) ?? null;
}

function showTip(text, x, y) {
  tip.textContent = text;
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = Math.min(x + 14, innerWidth - box.width - 8);
  const top = y + box.height + 26 > innerHeight ? y - box.height - 12 : y + 18;
  tip.setAttribute("data-shown", "");
  Object.assign(tip.style, { left: `${Math.max(left, 8)}px`, top: `${top}px` });
}

document.addEventListener("pointermove", (event) => {
  const text = tipOf(event.target);
  if (text) showTip(text, event.clientX, event.clientY);
  else tip.hidden = true;
});
document.addEventListener("focusin", (event) => {
  const text = tipOf(event.target);
  const box = event.target.getBoundingClientRect();
  if (text) showTip(text, box.right, box.top);
});
document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

// "/" focuses the search box; Ctrl+Enter runs the SQL.
document.addEventListener("keydown", (event) => {
  const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.querySelector(".filters input[type=search], .quick input").focus();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "sql") {
    event.target.form.requestSubmit();
  }
});

// Remove empty fields from the URL of a submitted form.
document.addEventListener("submit", (event) => {
  for (const field of event.target.elements) {
    if (field.name && field.value === "") field.disabled = true;
  }
});
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form [disabled]")) field.disabled = false;
});

// A click selects the whole citation, ready to copy.
for (const box of document.querySelectorAll(".cite pre")) {
  box.addEventListener("click", () => getSelection().selectAllChildren(box));
}
