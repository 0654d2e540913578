// Sets theme and language before the first paint. A file of its own, because the content policy allows no inline script.
(function () {
  var prefs = {};
  try {
    prefs = (JSON.parse(localStorage.getItem("courtyard.prefs") || "{}") || {}).state || {};
  } catch (_unreadable) {
    // Storage is blocked or holds something foreign: the defaults serve.
  }
  var root = document.documentElement;
  var system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  var theme = prefs.theme === "light" || prefs.theme === "dark" ? prefs.theme : system;
  root.dataset.theme = theme;
  root.lang = prefs.locale === "en" ? "en" : "zh-CN";
  var colour = document.querySelector('meta[name="theme-color"]');
  if (colour) colour.content = theme === "dark" ? "#101113" : "#eef0f4";
})();
