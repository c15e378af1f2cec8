/** The report's style sheet; also that of the page. */
export const reportStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 960px; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; }
h3 { font-size: 1rem; margin-top: 1.5rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.85rem; width: 100%; }
th, td { padding: 0.2rem 0.6rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child { text-align: left; }
td { font-variant-numeric: tabular-nums; }
.met { color: #15803d; }
.missed { color: #c2410c; font-weight: bold; }
.not-measured { opacity: 0.7; }
summary { cursor: pointer; }
svg { max-width: 100%; height: auto; }
`;
