"use strict";

const ask = document.getElementById("ask");
const verify = document.getElementById("verify");
const again = document.getElementById("again");
const attempts = document.getElementById("attempts");

let ticking;

function countDown(seconds) {
  clearInterval(ticking);
  const until = Date.now() + seconds * 1000;
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    again.disabled = left > 0;
    again.textContent = left > 0 ? again.dataset.later.replace("{}", left) : again.dataset.now;
    if (left <= 0) {
      clearInterval(ticking);
    }
  };
  ticking = setInterval(show, 250);
  show();
}

function showAttempts(left) {
  attempts.textContent = left === undefined ? "" : attempts.dataset.text.replace("{}", left);
}

/** Calls as a form; nothing when it was refused, which the form then says. */
async function login(form, method, body) {
  const answer = await attempt(form, () => call(method, "/api/users/login/", body), (why) => {
    if (why.attemptsLeft !== undefined) {
      showAttempts(why.attemptsLeft);
    }
  });
  return answer === null ? null : answer.json();
}

/** Where the browser can read the message itself, it fills the code in. */
function fillFromTheMessage() {
  if (!("OTPCredential" in window)) {
    return;
  }
  navigator.credentials
    .get({ otp: { transport: ["sms"] } })
    .then((message) => {
      verify.code.value = message.code;
      verify.requestSubmit();
    })
    .catch(() => {});
}

async function askForCode(form) {
  const challenge = await login(form, "POST", { phone: ask.phone.value });
  if (challenge) {
    document.getElementById("to").textContent = ask.phone.value;
    verify.code.maxLength = challenge.code_length;
    verify.code.value = challenge.auth_code ?? "";
    showAttempts(challenge.attempts_left);
    countDown(challenge.resend_after);
    ask.hidden = true;
    verify.hidden = false;
    verify.code.focus();
  }
}

ask.addEventListener("submit", async (event) => {
  event.preventDefault();
  fillFromTheMessage();
  await askForCode(ask);
});

again.addEventListener("click", () => askForCode(verify));

verify.addEventListener("submit", async (event) => {
  event.preventDefault();
  const signedIn = await login(verify, "PUT", { auth_code: verify.code.value.trim(), phone: ask.phone.value });
  if (signedIn) {
    location.reload();
  } else {
    verify.code.select();
  }
});

verify.addEventListener("reset", () => {
  verify.querySelector(".problem").textContent = "";
  clearInterval(ticking);
  verify.hidden = true;
  ask.hidden = false;
  ask.phone.focus();
});
