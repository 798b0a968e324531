"use strict";
// Passkeys, and a password that may be looked at. What the server asks of a passkey stands in the page as data.
(() => {
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));

  const create = async ({ publicKey }) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: toBytes(publicKey.challenge),
        user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
        excludeCredentials: named(publicKey.excludeCredentials),
      },
    });
    const { response } = made;
    return {
      ...common(made),
      response: {
        clientDataJSON: toText(response.clientDataJSON),
        attestationObject: toText(response.attestationObject),
        transports: response.getTransports ? response.getTransports() : [],
      },
    };
  };

  const use = async ({ publicKey }) => {
    const used = await navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: toBytes(publicKey.challenge),
        allowCredentials: named(publicKey.allowCredentials),
      },
    });
    const { response } = used;
    return {
      ...common(used),
      response: {
        clientDataJSON: toText(response.clientDataJSON),
        authenticatorData: toText(response.authenticatorData),
        signature: toText(response.signature),
        userHandle: response.userHandle ? toText(response.userHandle) : null,
      },
    };
  };

  const common = (credential) => ({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  });

  const asked = async (form) => {
    if (form.dataset.passkeyOptions) {
      const data = JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
      return data.creation_options || data.request_options;
    }
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).request_options;
  };

  const WORDS = {
    InvalidStateError: "This device has a passkey for you already.",
    // A passkey belongs to a name, never to a number.
    SecurityError: "Passkeys do not work at this address. Open the hub by its name, such as localhost.",
  };
  const words = (trouble) => WORDS[trouble.name] || "The passkey was not used. Try again, or choose another way.";

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-button]");
    const trouble = form.querySelector("[data-passkey-trouble]");
    if (!window.PublicKeyCredential) {
      button.hidden = true;
      trouble.textContent = "This browser has no passkeys.";
      continue;
    }
    button.addEventListener("click", async () => {
      trouble.textContent = "";
      try {
        const work = form.dataset.passkey === "create" ? create : use;
        form.elements.credential.value = JSON.stringify(await work(await asked(form)));
        form.submit();
      } catch (error) {
        trouble.textContent = words(error);
      }
    });
  }

  for (const box of document.querySelectorAll("input[data-can-show]")) {
    const button = document.createElement("button");
    const say = () => {
      const shown = box.type === "text";
      button.textContent = shown ? "Hide the password" : "Show the password";
      button.setAttribute("aria-pressed", String(shown));
    };
    button.type = "button";
    button.className = "hub-button hub-button--quiet hub-button--small";
    button.addEventListener("click", () => {
      box.type = box.type === "password" ? "text" : "password";
      say();
    });
    box.form.addEventListener("submit", () => { box.type = "password"; });
    say();
    box.after(button);
  }
})();
