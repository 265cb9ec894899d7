// All of this is a comfort: every page works without it.
"use strict";

const errors = document.querySelector(".errors");
if (errors) errors.focus();

history.replaceState(null, "", location.href);  // Back to an answer to a form asks for the page, not to send it again

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    else if (!form.action.endsWith("/export")) form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();  // the browser kept the page as it was; the consult may have gone on
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", () => { form.querySelector("[role=status]").textContent = form.dataset.wait; });
}
addEventListener("pageshow", () => {
  for (const status of document.querySelectorAll("form[data-wait] [role=status], #waiting")) status.textContent = "";
});

for (const link of document.querySelectorAll("a[data-wait]")) {
  link.addEventListener("click", () => { document.getElementById("waiting").textContent = link.dataset.wait; });
}

let toldAt = 0;
addEventListener("input", () => {  // whoever writes a long story is not signed out meanwhile
  if (Date.now() - toldAt < 60000) return;
  toldAt = Date.now();
  fetch("/health").catch(() => {});
});

const aimed = document.getElementById(location.hash.slice(1));
if (aimed && aimed.tagName === "DETAILS") aimed.open = true;

const search = document.querySelector("form.search input[type=search]");
if (search && !search.value && document.getElementById("found")) {
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const topic of document.querySelectorAll("details.topic")) {
      let here = 0;
      for (const row of topic.querySelectorAll("li")) {
        row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
        if (!row.hidden) here += 1;
      }
      topic.hidden = here === 0;
      topic.open = words.length > 0 && here > 0;
      found += here;
    }
    for (const group of document.querySelectorAll("main section:has(> details.topic)")) {
      group.hidden = !group.querySelector("details.topic:not([hidden])");
      const folded = group.closest("details.group");
      if (folded) { folded.hidden = group.hidden; folded.open = words.length > 0; }
    }
    document.getElementById("found").textContent = words.length ? `${found} ${found === 1 ? "fact" : "facts"} found` : "";
  });
}

const keys = document.querySelector("form.keys");
if (keys) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || /^[1-9]$/.test(event.key) === false) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && !/^(radio|checkbox)$/.test(event.target.type)) return;
    const choice = keys.querySelectorAll("label.choice:not(.small) input")[Number(event.key) - 1];
    if (choice) { choice.focus(); choice.click(); }
  });
}

const underWay = document.querySelector("[data-under-way]");
if (underWay) {
  underWay.textContent = "The result is shown as soon as it is there.";
  const look = setInterval(async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer || !answer.ok || !(await answer.text()).includes("data-under-way")) {
      clearInterval(look);
      location.reload();
    }
  }, 3000);
}

const closed = [];
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    if (!part.closest(".as-shown")) { part.open = true; closed.push(part); }  // of a long page only what is open
  }
});
addEventListener("afterprint", () => { for (const part of closed.splice(0)) part.open = false; });
