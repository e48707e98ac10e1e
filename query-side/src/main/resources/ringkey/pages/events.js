"use strict";

const ROWS_KEPT = 200;
const SHORT_ID = 12;
const FILTERS = ["type", "stream", "actor", "ip"];

/** A row for an event as the API answers it. */
function rowOf(event) {
  const row = document.getElementById("row").content.firstElementChild.cloneNode(true);
  const link = (name, href, text, title) => {
    const anchor = row.querySelector(`a.${name}`);
    anchor.href = href;
    anchor.title = title;
    (anchor.querySelector("code") ?? anchor).textContent = text;
  };
  row.dataset.index = event.index;
  link("index", `/admin/events/${event.index}/`, event.index, "");
  row.querySelector(".time").textContent = event.at.slice(0, 19).replace("T", " ");
  row.querySelector("code.type").textContent = event.type;
  row.querySelector("pre").textContent = JSON.stringify(event.payload, null, 2);
  link("stream", `/admin/streams/${event.stream}/?at=${event.sequence}`, `…${event.stream.slice(-SHORT_ID)}`, event.stream);
  if (event.actor) {
    link("actor", `/admin/events/?actor=${event.actor}`, `…${event.actor.slice(-SHORT_ID)}`, event.actor);
    row.querySelector(".nobody").remove();
  } else {
    row.querySelector("a.actor").remove();
  }
  return row;
}

/** Server-sent events of an answer: fetch() can send the header that a page of ours has to send, EventSource cannot. */
async function* messagesOf(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (true) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    text += value;
    const parts = text.split("\n\n");
    text = parts.pop();
    for (const part of parts) {
      const message = { event: "message", data: "" };
      for (const line of part.split("\n")) {
        const [, name, rest] = line.match(/^(\w+): ?(.*)$/) ?? [];
        if (name) {
          message[name] = rest;
        }
      }
      yield message;
    }
  }
}

const live = document.getElementById("live");
const says = document.getElementById("live-says");
let following = null;

function filtersNow() {
  const wanted = new URLSearchParams(location.search);
  return new URLSearchParams(FILTERS.flatMap((name) => (wanted.get(name) ? [[name, wanted.get(name)]] : [])));
}

function add(event) {
  const rows = document.getElementById("rows");
  if (!rows || rows.querySelector(`[data-index="${event.index}"]`)) {
    return;
  }
  document.querySelector("#list .empty")?.remove();
  const row = rowOf(event);
  row.classList.add("fresh");
  rows.prepend(row);
  while (rows.children.length > ROWS_KEPT) {
    rows.lastElementChild.remove();
  }
}

function stop(why) {
  following?.abort();
  following = null;
  live.setAttribute("aria-pressed", "false");
  says.textContent = why;
}

/** Follows until it is stopped or refused; what was lost on the way is asked for again. */
async function follow() {
  const mine = new AbortController();
  following = mine;
  live.setAttribute("aria-pressed", "true");
  says.textContent = live.dataset.on;
  let last = "";
  let wait = 3000;
  while (!mine.signal.aborted) {
    try {
      const answer = await fetch(`/api/admin/events/tail/?${filtersNow()}`, {
        headers: { "X-CSRF-Token": cookie("ringkey_csrf"), ...(last && { "Last-Event-ID": last }) },
        signal: mine.signal,
      });
      if (answer.ok) {
        says.textContent = live.dataset.on;
        for await (const message of messagesOf(answer)) {
          last = message.id ?? last;
          wait = Number(message.retry ?? wait);
          if (message.event === "skipped") {
            says.textContent = live.dataset.skipped;
          } else if (message.event === "end" && JSON.parse(message.data).why !== "old") {
            stop(JSON.parse(message.data).why === "refused" ? live.dataset.refused : live.dataset.lost);
            return;
          } else if (message.event === "message" && message.data) {
            add(JSON.parse(message.data));
          }
        }
      } else if (answer.status !== 503) {
        stop((await problemOf(answer)).text);
        return;
      }
    } catch {
      if (!mine.signal.aborted) {
        says.textContent = live.dataset.lost;
      }
    }
    await new Promise((ready) => setTimeout(ready, wait));
  }
}

if (live) {
  live.hidden = false;
  live.addEventListener("click", () => (following ? stop("") : follow()));
  document.body.addEventListener("htmx:pushedIntoHistory", () => {
    if (following) {
      stop("");
      follow();
    }
  });
}

// Of the filters, the address names those that are set: it is there to be shared.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id === "filters") {
    for (const [name, value] of [...event.detail.formData]) {
      if (value === "") {
        event.detail.formData.delete(name);
      }
    }
  }
});

const byPhone = document.getElementById("by-phone");
if (byPhone) {
  const further = document.getElementById("found-further");
  const found = document.getElementById("found");
  const rows = document.getElementById("found-rows");
  byPhone.addEventListener("input", () => (byPhone.elements.cursor.value = ""));
  byPhone.addEventListener("answered", async (event) => {
    const page = await event.detail.json();
    if (byPhone.elements.cursor.value === "") {
      rows.replaceChildren();
    }
    rows.append(...page.items.map(rowOf));
    found.hidden = false;
    found.querySelector(".empty").hidden = rows.children.length > 0;
    found.querySelector("table").hidden = rows.children.length === 0;
    further.hidden = page.next === null;
    further.dataset.cursor = page.next ?? "";
    byPhone.elements.cursor.value = "";
  });
  further.addEventListener("click", () => {
    byPhone.elements.cursor.value = further.dataset.cursor;
    byPhone.requestSubmit();
  });
}

/** Where the timeline is cut short, what is shown of it is around the version that is shown. */
function showPlace() {
  const place = document.querySelector(".timeline .here");
  if (place) {
    place.parentElement.scrollTop = place.offsetTop - place.parentElement.offsetTop - place.parentElement.clientHeight / 2;
  }
}
showPlace();
document.body.addEventListener("htmx:afterSettle", showPlace);

// A stream is stepped through with the arrow keys, wherever no field needs them.
const STEPS = { ArrowLeft: "step-back", ArrowRight: "step-on", Home: "step-first", End: "step-last" };
document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const busy = event.target.closest("input, select, textarea, [contenteditable]");
  if (!step || busy || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const link = document.getElementById(step);
  if (link?.href) {
    event.preventDefault();
    link.click();
  }
});
