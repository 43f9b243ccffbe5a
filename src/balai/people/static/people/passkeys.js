// Shows what the library only writes to the console: that the device did not confirm a passkey.
document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const trouble = document.getElementById("passkey-trouble");
    trouble.hidden = false;
    const note = trouble.firstElementChild;
    note.setAttribute("tabindex", "-1");
    note.setAttribute("role", "alert");
    note.focus();
});
