/* Trend lines and bars on dashboards. The library (over a megabyte) is fetched only when a chart
   comes into view; the same numbers stand in the table below, which is the page without script. */
const CHARTS = "[data-chart]";
const style = getComputedStyle(document.documentElement);
const colour = (name) => style.getPropertyValue(`--${name}`).trim();
const COLOURS = ["teal", "coral", "info", "due", "quiet"].map(colour);
let library;

function load(address) {
  library ||= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.echarts);
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
  return library;
}

/** The uncertainty of a line: an invisible lower edge with the width of the band stacked on it. */
function band({ name, low, high }, index) {
  const edge = { type: "line", stack: `band-${index}`, symbol: "none", silent: true,
    lineStyle: { opacity: 0 }, tooltip: { show: false } };
  const widths = high.map((value, at) => value - low[at]);
  const area = { color: COLOURS[index % COLOURS.length], opacity: 0.14 };
  return [{ ...edge, name: `${name}下限`, data: low },
    { ...edge, name: `${name}上限`, data: widths, areaStyle: area }];
}

function seriesOf({ kind, series }) {
  return series.flatMap((one, index) => {
    const tint = COLOURS[index % COLOURS.length];
    const main = { name: one.name, type: kind, data: one.values, color: tint, symbolSize: 7,
      lineStyle: { width: 3 }, barMaxWidth: 34 };
    return one.low ? [...band(one, index), main] : [main];
  });
}

function optionsOf(data) {
  const axis = { axisLine: { lineStyle: { color: colour("line-strong") } }, axisTick: { show: false },
    axisLabel: { color: colour("ink-soft"), fontSize: 14 } };
  const unit = data.unit || "";
  return {
    animation: false,
    textStyle: { fontFamily: colour("font"), fontSize: 14 },
    grid: { left: 8, right: 16, top: data.series.length > 1 ? 40 : 16, bottom: 8, containLabel: true },
    legend: { show: data.series.length > 1, top: 0, data: data.series.map((one) => one.name) },
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: { ...axis, type: "category", data: data.categories, boundaryGap: data.kind === "bar" },
    yAxis: { ...axis, type: "value", scale: data.kind === "line",
      splitLine: { lineStyle: { color: colour("line") } },
      axisLabel: { ...axis.axisLabel, formatter: `{value}${unit}` } },
    series: seriesOf(data),
  };
}

async function draw(place) {
  const data = JSON.parse(document.getElementById(place.dataset.source).textContent);
  const echarts = await load(place.dataset.library);
  place.hidden = false;
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption(optionsOf(data));
  addEventListener("resize", () => chart.resize());
  addEventListener("beforeprint", () => chart.resize());
}

const watch = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) {
      watch.unobserve(target);
      draw(target);
    }
  }
}, { rootMargin: "1000px" });
document.querySelectorAll(CHARTS).forEach((place) => watch.observe(place));
