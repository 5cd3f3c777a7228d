// Show what the filters ask for, and draw the charts that can be seen.
const filters = [...document.querySelectorAll("[data-filter]")];
const views = [...document.querySelectorAll(".view")];

function chosen() {
  const picked = filters.filter((input) => input.type !== "radio" || input.checked);
  return Object.fromEntries(picked.map((input) => [input.dataset.filter, input.value]));
}

function draw(chart) {
  const spec = JSON.parse(chart.querySelector("script").textContent);
  const place = chart.appendChild(document.createElement("div"));
  place.style.width = "100%";
  chart.dataset.drawn = "no";
  vegaEmbed(place, spec, { actions: false, renderer: "svg", config: CONFIG, tooltip: { theme: "light" }, logLevel: 1 })
    .then(() => { chart.dataset.drawn = "yes"; });
}

function show() {
  const values = chosen();
  for (const view of views) {
    view.hidden = Object.keys(values).some(
      (name) => name in view.dataset && view.dataset[name] !== values[name]
    );
  }
  for (const chart of document.querySelectorAll(".chart:not([data-drawn])")) {
    if (!chart.closest("[hidden]")) draw(chart);
  }
}

filters.forEach((input) => input.addEventListener("change", show));
show();
document.querySelector("nav [aria-current]").scrollIntoView({ block: "nearest", inline: "center" });
