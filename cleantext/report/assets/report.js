// Shows the data of the report. Text of documents only ever becomes text: there is no innerHTML here.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const count = (number) => number.toLocaleString("en");
const counted = (number, thing) => `${count(number)} ${thing}${number === 1 ? "" : "s"}`;
const percent = (share) => `${(share * 100).toFixed(share < 0.1 ? 2 : 1)} %`;

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// What cannot be seen, or would turn the text around, is shown by its number.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
function pieces(text) {
  return Array.from(text.split(new RegExp(`(${INVISIBLE.source})`, "u")), (piece) => {
    if (!INVISIBLE.test(piece) || piece === "\n" || piece === "\t") return piece;
    const code = piece.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return make("span", { className: "invisible" }, `⟨U+${code}⟩`);
  });
}
const lineEnds = (text) => text.replaceAll("\n", "⏎\n");

// --- categories: a colour and a letter each, the most frequent first ---

const categories = new Map(data.categories.map(({ name }, i) => [name, { hue: (i * 137.5) % 360, letter: letters(i) }]));
function letters(i) {
  return (i >= 26 ? letters(Math.floor(i / 26) - 1) : "") + String.fromCharCode(65 + (i % 26));
}

// --- marks: what a person finds right or wrong ---

const STORE = `cleantext-marks-${data.id}`;
const marks = new Map(stored());

function stored() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? [];
  } catch {
    return []; // a browser may keep nothing for a file
  }
}

const keyOf = (change) => JSON.stringify([change.edits[0][0], change.keep, change.removed, change.replacement]);

function mark(change, source, verdict) {
  if (verdict) {
    const rules = [...new Set(change.edits.map(([rule]) => rule))];
    const { keep, removed, replacement } = change;
    marks.set(keyOf(change), { mark: verdict, rules, keep, removed, replacement, source });
  } else {
    marks.delete(keyOf(change));
  }
  try {
    localStorage.setItem(STORE, JSON.stringify([...marks]));
  } catch {
    // the marks are still on the page, to be downloaded
  }
  showMarks();
}

function showMarks() {
  const wrong = [...marks.values()].filter((one) => one.mark === "wrong").length;
  byId("marked").textContent = marks.size
    ? `Marked: ${count(wrong)} wrong, ${count(marks.size - wrong)} right.`
    : "Nothing is marked yet.";
  byId("download").disabled = !marks.size;
  for (const element of document.querySelectorAll(".change")) paintMark(element);
}

function paintMark(element) {
  const verdict = marks.get(keyOf(element.change))?.mark;
  element.classList.toggle("wrong", verdict === "wrong");
  element.classList.toggle("right", verdict === "right");
}

byId("download").addEventListener("click", () => {
  const text = JSON.stringify({ format: 1, marks: [...marks.values()] }, null, 1);
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href, download: "marks.json" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
});

function markButtons(change, source) {
  const buttons = [["right", "✓ right"], ["wrong", "✗ wrong"]].map(([verdict, label]) => {
    const button = make("button", { type: "button" }, label);
    const paint = () => button.setAttribute("aria-pressed", marks.get(keyOf(change))?.mark === verdict);
    button.addEventListener("click", () => {
      mark(change, source, marks.get(keyOf(change))?.mark === verdict ? null : verdict);
      buttons.forEach((one) => one.paint());
    });
    button.paint = paint;
    paint();
    return button;
  });
  return make("span", { className: "marks" }, ...buttons.flatMap((button) => [button, " "]));
}

// --- changes ---

function changeElement(change, parts) {
  const [rule, category, safety, reason] = change.edits[0];
  const { hue, letter } = categories.get(category);
  const element = make("span", { className: "change", title: `${rule}: ${reason} (${category}, ${safety})` });
  element.style.setProperty("--hue", hue);
  element.classList.toggle("suggested", change.suggested);
  element.change = change;
  element.append(make("sup", {}, change.suggested ? `${letter}?` : letter));
  if (parts.includes("removed")) element.append(make("del", {}, ...pieces(lineEnds(change.removed))));
  if (parts.includes("replacement")) {
    element.append(make("ins", {}, ...pieces(parts.includes("removed") ? lineEnds(change.replacement) : change.replacement)));
  }
  paintMark(element);
  return element;
}

function explain(change, source) {
  const lines = change.edits.map(([rule, category, safety, reason, evidence]) =>
    make("p", {}, make("strong", {}, ...pieces(rule)), ` ${category}, ${safety}: `, ...pieces(reason),
      ...(evidence ? [make("span", { className: "faint" }, " (", ...pieces(evidence), ")")] : [])));
  const what = make("p", { className: "text" });
  if (change.removed) what.append("− ", make("del", {}, ...pieces(lineEnds(change.removed))), " ");
  if (change.replacement) what.append("+ ", make("ins", {}, ...pieces(lineEnds(change.replacement))));
  const where = `character ${count(change.start)}${change.suggested ? ", suggested, not made" : ""} `;
  return [...lines, what, make("p", {}, where, markButtons(change, source))];
}

// --- overview ---

function chart(id, rows) {
  const most = Math.max(1, ...rows.map((row) => row.bars.reduce((sum, [, value]) => sum + value, 0)));
  byId(id).replaceChildren(...rows.map((row) => {
    const bars = row.bars.filter(([, value]) => value).map(([kind, value]) => {
      const bar = make("span", { className: `bar ${kind}` });
      bar.style.width = `${(70 * value) / most}%`;
      return bar;
    });
    const number = make("span", { className: "number" }, row.number);
    return make("div", {}, make("span", { className: "name" }, row.name), make("span", { className: "bars" }, ...bars, number));
  }));
  if (!rows.length) byId(id).append("None.");
}

const changed = ({ changes, removed, repaired, suggestions }) =>
  [removed && `${count(removed)} removed`, repaired && `${count(repaired)} repaired`, counted(changes, "change"),
    suggestions && `${count(suggestions)} suggested`].filter(Boolean).join(", ");
const bars = ({ removed, repaired }) => [["removed", removed], ["repaired", repaired]];

function showOverview() {
  byId("totals").replaceChildren(...data.totals.map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, typeof value === "number" ? count(value) : value))));
  chart("categories", data.categories.map((one) => ({ name: `${categories.get(one.name).letter} ${one.name}`, bars: bars(one), number: changed(one) })));
  chart("by-rule", data.rules.map((one, i) => ({
    name: make("a", { href: `#rules/${i}` }, ...pieces(one.id)), bars: bars(one), number: changed(one) })));
  chart("shares", data.shares.map(([name, value]) => ({ name, bars: [["plain", value]], number: counted(value, "document") })));
  chart("warnings", data.warnings.map(([name, value]) => ({ name, bars: [["plain", value]], number: counted(value, "document") })));
}

// --- rules ---

function showRules() {
  const wanted = byId("rule-search").value.trim();
  const chosen = data.rules.filter((rule) => `${rule.id} ${rule.category}`.includes(wanted));
  byId("rule-list").replaceChildren(...chosen.map((rule) => {
    const head = make("summary", {}, make("strong", {}, ...pieces(rule.id)), ` ${rule.category}, ${rule.safety}: ${changed(rule)}, in ${counted(rule.documents, "document")}`);
    const details = make("details", { id: `rule-${data.rules.indexOf(rule)}` }, head);
    details.addEventListener("toggle", () => {
      if (details.childElementCount === 1) details.append(make("p", {}, ...pieces(rule.reason)), ...rule.samples.map(sample));
    });
    return details;
  }));
  if (!chosen.length) byId("rule-list").append("No rule has such a name.");
}

function sample(change) {
  return make("div", { className: "sample" },
    make("p", { className: "text" }, ...pieces(change.before), changeElement(change, ["removed", "replacement"]), ...pieces(change.after)),
    make("p", {}, make("span", { className: "faint" }, ...pieces(change.source), ` at ${count(change.start)} `), markButtons(change, change.source)));
}

byId("rule-search").addEventListener("input", showRules);

// --- documents ---

const [originalPane, cleanPane] = document.querySelectorAll(".pane");
const narrow = matchMedia("(max-width: 48rem)");
let shown = 0;
let current = -1;

function listDocuments() {
  byId("shown").textContent = data.documents.length
    ? `${count(data.documents.length)} of ${count(data.all)} documents are kept here to be looked at, those with warnings first.`
    : "There is no document with a change, a suggestion or a warning.";
  byId("document").hidden = !data.documents.length;
  byId("document-list").replaceChildren(...data.documents.map((one, i) => {
    const about = `${one.warned ? "⚠ " : ""}${percent(one.share)} removed, ${counted(one.changes, "change")}`;
    const button = make("button", { type: "button" }, ...pieces(one.source), make("br"), make("span", { className: "faint" }, about));
    button.addEventListener("click", () => {
      showDocument(i);
      if (narrow.matches) byId("document").scrollIntoView();
    });
    return make("li", {}, button);
  }));
}

function showDocument(i) {
  if (!data.documents[i]) return;
  shown = i;
  const one = data.documents[i];
  for (const [at, button] of byId("document-list").querySelectorAll("button").entries()) button.setAttribute("aria-current", at === i);
  byId("source").replaceChildren(...pieces(one.source));
  const verdict = one.verdict === "text" ? "" : `, ${one.verdict}: ${one.reason}`;
  byId("about").textContent =
    `${counted(one.characters, "character")}, ${counted(one.changes, "change")}, ${counted(one.suggestions, "suggestion")}, ${percent(one.share)} removed${verdict}`;
  byId("notes").replaceChildren(...one.warnings.map(([code, message]) =>
    make("p", {}, make("strong", {}, "⚠ ", ...pieces(code)), ": ", ...pieces(message))));
  const changes = one.parts.filter((part) => part.edits);
  if (changes.length < one.changes) byId("notes").append(make("p", {}, `The first ${count(changes.length)} changes are shown here.`));
  const rules = [...new Set(changes.map((change) => change.edits[0][0]))].sort();
  byId("rule-filter").replaceChildren(make("option", { value: "" }, "every rule"), ...rules.map((rule) => make("option", { value: rule }, rule)));
  const used = [...new Set(changes.map((change) => change.edits[0][1]))];
  byId("legend").replaceChildren(...used.flatMap((name) => {
    const { hue, letter } = categories.get(name);
    const element = make("span", { className: "change" }, `${letter} ${name}`);
    element.style.setProperty("--hue", hue);
    element.change = { edits: [[]] };
    return [element, " "];
  }));
  showPanes();
}

function showPanes() {
  const mode = byId("mode").value;
  const { parts } = data.documents[shown];
  byId("panes").className = mode;
  current = -1;
  originalPane.setAttribute("aria-label", mode === "inline" ? "changes in the text" : "original");
  fill(originalPane, parts, mode === "inline" ? ["removed", "replacement"] : ["removed"]);
  fill(cleanPane, parts, ["replacement"]);
  byId("detail").textContent = "Point at a change or tap it, or press n.";
}

function fill(pane, parts, shownParts) {
  const rule = byId("rule-filter").value;
  const text = make("div", { className: "text" });
  for (const part of parts) {
    if (typeof part === "string") text.append(...pieces(part));
    else if (typeof part === "number") text.append(make("span", { className: "left-out" }, `… ${count(part)} characters without a shown change …`));
    else text.append(shownChange(part, part.suggested && shownParts.length === 1 ? ["removed"] : shownParts, rule));
  }
  pane.replaceChildren(text);
  pane.scrollTop = 0;
}

function shownChange(change, shownParts, rule) {
  const element = changeElement(change, shownParts);
  element.tabIndex = 0;
  element.classList.toggle("other", Boolean(rule) && !change.edits.some(([id]) => id === rule));
  for (const event of ["mouseenter", "focus", "click"]) element.addEventListener(event, () => select(element, event !== "mouseenter"));
  return element;
}

const changesOf = (pane) => [...pane.querySelectorAll(".change:not(.other)")];
const mainPane = () => (byId("mode").value === "clean" ? cleanPane : originalPane);

function select(element, stay) {
  const { change } = element;
  byId("detail").replaceChildren(...explain(change, data.documents[shown].source));
  if (!stay) return;
  for (const one of document.querySelectorAll("#panes .change")) one.classList.toggle("current", one.change === change);
  current = changesOf(mainPane()).findIndex((one) => one.change === change);
}

function step(by) {
  const changes = changesOf(mainPane());
  if (!changes.length) return;
  current = current < 0 ? (by > 0 ? 0 : changes.length - 1) : (current + by + changes.length) % changes.length;
  changes[current].focus({ preventScroll: true });
  if (narrow.matches) changes[current].scrollIntoView({ block: "center" });
  for (const pane of narrow.matches ? [] : [originalPane, cleanPane]) {
    const found = pane.querySelector(".change.current");
    if (found) pane.scrollTop += found.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  }
}

function markCurrent(verdict) {
  const element = changesOf(mainPane())[current];
  if (!element) return;
  mark(element.change, data.documents[shown].source, verdict);
  select(element, true);
}

const KEYS = {
  n: () => step(1), p: () => step(-1), r: () => markCurrent("right"), w: () => markCurrent("wrong"), u: () => markCurrent(null),
  "]": () => showDocument(shown + 1), "[": () => showDocument(shown - 1),
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select") || event.ctrlKey || event.metaKey || event.altKey;
  if (typing || byId("document").offsetParent === null || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
byId("next").addEventListener("click", () => step(1));
byId("previous").addEventListener("click", () => step(-1));
byId("mode").addEventListener("change", showPanes);
byId("rule-filter").addEventListener("change", showPanes);

// --- which section is shown ---

function route() {
  const [name, rule] = location.hash.slice(1).split("/");
  const section = ["rules", "documents"].includes(name) ? name : "overview";
  for (const one of document.querySelectorAll("section")) one.classList.toggle("current", one.dataset.name === section);
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${section}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const details = rule && byId(`rule-${rule}`);
  if (details) {
    details.open = true;
    details.scrollIntoView();
  }
}

showOverview();
showRules();
listDocuments();
if (narrow.matches) byId("mode").value = "inline";
showDocument(0);
showMarks();
addEventListener("hashchange", route);
route();
