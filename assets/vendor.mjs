// Copies the pinned browser assets of package.json into src/balai/ui/, with their licences.
// Run by `make assets`; what it writes is committed, so that nobody else needs Node or a network.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const from = (...parts) => join(root, "node_modules", ...parts);
const vendor = join(root, "src/balai/ui/static/ui/vendor");
const icons = join(root, "src/balai/ui/templates/ui/icons");
const flags = join(root, "src/balai/ui/templates/ui/flags");

// The icons that templates name; tests/ui/test_assets.py compares this folder with the templates.
const names = [
  "alert-triangle", "building-factory-2", "calendar", "certificate", "check", "clock", "dots", "file-text",
  "flag", "hand-stop", "hourglass", "info-circle", "menu-2", "sun", "user", "wifi-off",
];
// Weight 600 of the serif is for titles; the sans is variable because the interface uses four weights.
const fonts = [
  ["@fontsource-variable/source-sans-3", "source-sans-3-latin-wght-normal"],
  ["@fontsource-variable/source-sans-3", "source-sans-3-latin-ext-wght-normal"],
  ["@fontsource/source-serif-4", "source-serif-4-latin-600-normal"],
  ["@fontsource/source-serif-4", "source-serif-4-latin-ext-600-normal"],
];

for (const folder of [vendor, icons, flags]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
mkdirSync(join(vendor, "licences"));
for (const [packageName, file] of fonts) {
  copyFileSync(from(packageName, "files", `${file}.woff2`), join(vendor, `${file}.woff2`));
}
const script = readFileSync(from("htmx.org/dist/htmx.min.js"), "utf8");
writeFileSync(join(vendor, "htmx.min.js"), `${script.replace(/\/\/# sourceMappingURL=.*$/m, "").trim()}\n`);
// Reads square codes in pictures of a camera, where the browser itself cannot.
const decoder = readFileSync(from("jsqr/dist/jsQR.js"), "utf8");
writeFileSync(join(vendor, "jsqr.js"), `${decoder.replace(/\/\/# sourceMappingURL=.*$/m, "").trim()}\n`);
for (const name of names) {
  const drawing = readFileSync(from("@tabler/icons/icons/outline", `${name}.svg`), "utf8");
  const paths = [...drawing.matchAll(/<(?:path|circle|rect|line|polyline)[^>]*>/g)]
    .map(([path]) => path.replace(/\s*\/>$/, "/>"))
    .filter((path) => !path.includes("M0 0h24v24H0z"));
  const attributes =
    'class="ic" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" ' +
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"';
  writeFileSync(join(icons, `${name}.svg`), `<svg ${attributes}>${paths.join("")}</svg>\n`);
}
// Simplified flags of 3:2, drawn small beside a country's name; a page has them inline, so none costs a request.
for (const file of readdirSync(from("country-flag-icons/3x2")).filter((name) => /^[A-Z]{2}\.svg$/.test(name))) {
  const drawing = readFileSync(from("country-flag-icons/3x2", file), "utf8");
  const attributes = 'class="bl-flag" aria-hidden="true" focusable="false"';
  writeFileSync(join(flags, file), `${drawing.replace(/<svg xmlns="[^"]*"/, `<svg ${attributes}`).trim()}\n`);
}
const pinned = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).dependencies;
const forDocuments = /^(@fontsource\/(?!source-)|source-)/; // tools/fonts.py copies these
for (const [packageName, version] of Object.entries(pinned)) {
  if (forDocuments.test(packageName)) continue;
  const file = `${packageName.replace(/^@/, "").replaceAll("/", "-")}.txt`;
  const text = readFileSync(from(packageName, "LICENSE"), "utf8").trim();
  writeFileSync(join(vendor, "licences", file), `${packageName} ${version}\n\n${text}\n`);
}
