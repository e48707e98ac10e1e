"use strict";

const cookie = (name) =>
  document.cookie
    .split("; ")
    .find((one) => one.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? "";

/** Calls the service as this page's reader. */
async function call(method, path, body) {
  const headers = { "Accept-Language": document.documentElement.lang, "X-CSRF-Token": cookie("ringkey_csrf") };
  if (body !== undefined && !(body instanceof FormData)) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  return fetch(path, { method, headers, body });
}

/** What is wrong, in words for people. */
async function problemOf(answer) {
  try {
    const why = await answer.json();
    const field = Object.values(why.errors ?? {})[0];
    return { text: field?.message ?? why.detail ?? why.title, attemptsLeft: why.attempts_left };
  } catch {
    return { text: document.body.dataset.noAnswer };
  }
}

/** Does what a form is for, with its buttons held meanwhile; nothing when it failed, which the form then says. */
async function attempt(form, what, refused = () => {}) {
  const problem = form.querySelector(".problem");
  const done = form.querySelector(".done");
  const buttons = [...form.querySelectorAll("button:enabled")];
  problem.textContent = "";
  done?.setAttribute("hidden", "");
  buttons.forEach((button) => (button.disabled = true));
  try {
    const answer = await what();
    if (answer.ok) {
      done?.removeAttribute("hidden");
      return answer;
    }
    const why = await problemOf(answer);
    problem.textContent = why.text;
    refused(why);
  } catch {
    problem.textContent = document.body.dataset.noAnswer;
  } finally {
    buttons.forEach((button) => (button.disabled = false));
  }
  return null;
}

document.getElementById("sign-out")?.addEventListener("click", async () => {
  await call("POST", "/api/users/logout/");
  location.reload();
});

// A form that says which call it makes: its fields are the body, and its outputs show what is answered.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-call]");
  if (!form) {
    return;
  }
  event.preventDefault();
  const [method, path] = form.dataset.call.split(" ");
  const fields = [...new FormData(form)];
  const body = fields.length === 0 ? undefined : Object.fromEntries(fields);
  const answer = await attempt(form, () => call(method, path, body));
  if (!answer) {
    return;
  }
  form.dispatchEvent(new CustomEvent("answered", { detail: answer }));
  const outputs = [...form.elements].filter((element) => element.localName === "output");
  if (outputs.length > 0) {
    const values = await answer.json();
    outputs.forEach((output) => (output.value = values[output.name] ?? "—"));
  } else if (form.dataset.then) {
    location.assign(form.dataset.then);
  } else if (answer.status !== 202 && !form.querySelector(".done")) {
    location.reload();
  }
});

document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["Accept-Language"] = document.documentElement.lang;
});
