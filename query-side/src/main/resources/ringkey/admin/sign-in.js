"use strict";

const ask = document.getElementById("ask");
const verify = document.getElementById("verify");
const problem = document.getElementById("problem");

async function call(method, body) {
  problem.textContent = "";
  try {
    const answer = await fetch("/api/users/login/", {
      method,
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify(body),
    });
    if (answer.ok) {
      return await answer.json();
    }
    const why = await answer.json();
    const field = Object.values(why.errors ?? {})[0];
    problem.textContent = field?.message ?? why.detail ?? why.title;
  } catch {
    problem.textContent = document.body.dataset.noAnswer;
  }
  return null;
}

ask.addEventListener("submit", async (event) => {
  event.preventDefault();
  const challenge = await call("POST", { phone: ask.phone.value });
  if (challenge) {
    ask.hidden = true;
    verify.hidden = false;
    verify.code.maxLength = challenge.code_length;
    verify.code.value = challenge.auth_code ?? "";
    verify.code.focus();
  }
});

verify.addEventListener("submit", async (event) => {
  event.preventDefault();
  const signedIn = await call("PUT", { auth_code: verify.code.value.trim(), phone: ask.phone.value });
  if (signedIn) {
    location.reload();
  }
});

verify.addEventListener("reset", () => {
  problem.textContent = "";
  verify.hidden = true;
  ask.hidden = false;
  ask.phone.focus();
});
