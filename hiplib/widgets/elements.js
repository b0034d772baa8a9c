// What the scripts of all widgets share; it stands before each of them.

// An element with its attributes and what it holds: texts and other elements.
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function makeButton(words, act, attributes = {}) {
  const made = make("button", { type: "button", ...attributes }, words);
  made.addEventListener("click", act);
  return made;
}

const newId = (stem) => `${stem}-${Math.random().toString(36).slice(2, 8)}`;

