"use strict";

// Files come through a call, since a link could not show that it stands on this page.
for (const form of document.querySelectorAll("form[data-file]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await attempt(form, () => call("GET", form.dataset.file));
    if (answer) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = form.dataset.name;
      link.click();
      URL.revokeObjectURL(link.href);
    }
  });
}

const picture = document.querySelector("form[data-picture]");
const change = async (body) => {
  if (await attempt(picture, () => call("PATCH", "/api/users/me/", body))) {
    location.reload();
  }
};
picture.addEventListener("submit", (event) => {
  event.preventDefault();
  change(new FormData(picture));
});
picture.addEventListener("reset", () => change({ avatar: null }));

const newPhone = document.getElementById("new-phone");
const provePhone = document.getElementById("prove-phone");
newPhone.addEventListener("answered", async (event) => {
  if (event.detail.status === 202) {
    newPhone.hidden = true;
    provePhone.hidden = false;
    provePhone.auth_code.focus();
  }
});

const share = document.getElementById("share");
share.addEventListener("click", async () => {
  const link = document.getElementById("link").value;
  if (navigator.share) {
    await navigator.share({ url: link }).catch(() => {});
    return;
  }
  document.getElementById("link").select();
  await navigator.clipboard?.writeText(link);
  share.textContent = share.dataset.done;
});
