// What check-page.py asks of a page in a browser: a list of everything that is wrong with it.
(() => {
  const faults = [];
  const allowed = new Set(("html head meta title style body a header h1 h2 h3 h4 h5 p span div dl dt dd nav ol ul li main section " +
    "article table caption thead tbody tfoot tr th td code pre mark bdi strong details summary figure figcaption footer " +
    "svg rect line text").split(" "));
  const all = [...document.querySelectorAll("*")];
  for (const element of all) {
    const name = element.localName;
    if (!allowed.has(name)) faults.push(`element <${name}>`);
    for (const attribute of element.attributes) {
      if (/^on|^style$|^src|^srcdoc$|^action$/i.test(attribute.name)) faults.push(`attribute ${attribute.name} of <${name}>`);
      if (/href$/i.test(attribute.name) && !document.getElementById(attribute.value.replace(/^#/, "")))
        faults.push(`link to ${attribute.value}`);
    }
    if (name === "th" && !element.hasAttribute("scope")) faults.push("<th> without a scope");
    if (name === "svg" && !element.querySelector(":scope > title") && element.getAttribute("aria-hidden") !== "true")
      faults.push("<svg> without a title");
  }
  const ids = all.map((element) => element.id).filter((id) => id);
  if (new Set(ids).size < ids.length) faults.push("an id stands twice");

  let before = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.localName[1]);
    if (level > before + 1) faults.push(`<${heading.localName}> below level ${before}: ${heading.textContent.slice(0, 40)}`);
    before = level;
  }
  if (document.documentElement.scrollWidth > window.innerWidth) {
    const wide = all.filter((element) => !element.closest(".scroll, .recipe, svg, .skip"))
      .find((element) => element.getBoundingClientRect().right > window.innerWidth + 1);
    faults.push(`wider than the window: ${document.documentElement.scrollWidth} of ${window.innerWidth}, ` +
      `<${wide?.localName} class="${wide?.getAttribute("class") ?? ""}">`);
  }

  // WCAG 2.2: relative luminance, and a contrast of 4.5 between text and what lies behind it.
  const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = numbers(colour).map((part) => {
      const fraction = part / 255;
      return fraction <= 0.04045 ? fraction / 12.92 : ((fraction + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isOpaque = (colour) => colour !== "transparent" && numbers(colour)[3] !== 0;
  const faint = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || parent.closest("title, .skip")) continue;
    const style = getComputedStyle(parent);
    let behind = parent;
    while (behind && !isOpaque(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
    const colour = parent.closest("svg") ? style.fill : style.color;
    const [low, high] = [luminance(colour), luminance(behind ? getComputedStyle(behind).backgroundColor : "rgb(255,255,255)")]
      .sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faint.add(`contrast ${contrast.toFixed(2)} in <${parent.localName} class="${parent.getAttribute("class") ?? ""}">`);
  }
  return JSON.stringify([...new Set(faults), ...faint]);
})()
