// The link of the slip carries code and secret behind the #, which no browser sends; that of a letter carries the code
// alone. Here they are put into the form, and taken out of the address. The citizen presses the button; without this
// script he types both.
"use strict";
const [code, secret] = decodeURIComponent(location.hash.slice(1)).split("/");
if (code) document.querySelector("input[name=code]").value = code;
if (code && secret) {
  document.querySelector("input[name=secret]").value = secret;
  document.querySelector("form.door button").focus();
} else if (code) {
  document.querySelector("input[name=secret]").focus();
}
history.replaceState(null, "", location.pathname + location.search);
