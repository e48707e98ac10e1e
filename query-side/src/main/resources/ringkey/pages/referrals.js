"use strict";

// The answer to a question: several people, or how many it was about, which a plain form would send as text.
for (const form of document.querySelectorAll("form[data-answer]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    const body = { reason: fields.get("reason") };
    if (fields.has("people")) {
      body.people = Number(fields.get("people"));
    } else {
      body.user_ids = fields.getAll("user_ids");
    }
    if (await attempt(form, () => call("POST", form.dataset.answer, body))) {
      location.reload();
    }
  });
}
