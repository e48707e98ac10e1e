"use strict";

document.getElementById("sign-out").addEventListener("click", async () => {
  const csrf = document.cookie
    .split("; ")
    .find((cookie) => cookie.startsWith("ringkey_csrf="))
    ?.slice("ringkey_csrf=".length);
  await fetch("/api/users/logout/", { method: "POST", headers: { "X-CSRF-Token": csrf ?? "" } });
  location.assign("/admin/");
});
