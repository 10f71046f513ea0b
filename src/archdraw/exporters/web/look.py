"""The look of the HTML document: one sheet of styles, for screens (light and dark), phones and paper."""

STYLE = """
:root { color-scheme: light; --ink: #1c2430; --ground: #fff; --line: #d6dae0; --second: #5a6472;
  --accent: #1d5fd0; --good: #1a7f45; --warning: #9a5b00; --danger: #b3261e; }
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; --ink: #e8edf3; --ground: #12161c; --line: #2f3844; --second: #9aa7b6;
    --accent: #6ea0ff; --good: #5cc98f; --warning: #f0b04a; --danger: #ff7a70; }
  figure svg { background: #fff; border-radius: .5rem; }
  .logo { background: #fff; border-radius: .5rem; padding: .4rem; } }
body { font: 15px/1.5 "Fira Sans", "Noto Sans", "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  color: var(--ink); background: var(--ground); margin: 0 auto; max-width: 62rem;
  padding: 2rem 1.25rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 2.1rem; line-height: 1.2; margin: .2rem 0 .8rem; overflow-wrap: anywhere; }
h2 { font-size: 1.45rem; margin: 2.6rem 0 .6rem; border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { font-size: 1.1rem; margin: 1.8rem 0 .4rem; }
h1, h2, h3, .title, strong, b, th { font-weight: 600; }
p { max-width: 46rem; margin: .5rem 0; } .over, .note, .quiet, small, footer { color: var(--second); }
.lead { font-size: 1.15rem; } .strong { font-weight: 600; }
.code { font-family: "IBM Plex Mono", Consolas, monospace; font-size: .9em; overflow-wrap: anywhere; }
a { color: var(--accent); text-decoration: none; } a:hover, a:focus { text-decoration: underline; }
a:focus-visible, .wide:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; }
nav ol { columns: 2; padding-left: 2rem; } nav li { break-inside: avoid; }
dl { display: grid; grid-template-columns: minmax(8rem, 13rem) minmax(0, 1fr); margin: .8rem 0; }
dt, dd { border-top: 1px solid var(--line); padding: .3rem .6rem .3rem 0; margin: 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem;
  margin: 1rem 0; }
.figures div { border-top: 2px solid var(--ink); display: flex; flex-direction: column; padding-top: .3rem; }
.figures strong { font-size: 1.7rem; }
.wide { overflow-x: auto; margin: 1.2rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
  caption b, figcaption b { color: var(--accent); }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
  padding: .3rem .9rem .3rem 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th, thead td { border-bottom: 2px solid var(--ink); color: var(--second); font-weight: 400; }
.right { text-align: right; font-variant-numeric: tabular-nums; } .center { text-align: center; }
.callout { border-left: 3px solid var(--accent); padding: .1rem 0 .1rem .9rem; margin: 1rem 0; }
.callout.danger { border-color: var(--danger); } .callout.warning { border-color: var(--warning); }
.callout.good { border-color: var(--good); } .callout.quiet { border-color: var(--line); color: inherit; }
.good, .met, .full { color: var(--good); } .warning, .degraded, .medium { color: var(--warning); }
.danger, .missed, .down, .critical, .high { color: var(--danger); }
.callout.good, .callout.warning, .callout.danger { color: inherit; }
.logo { float: right; max-width: 11rem; max-height: 4.4rem; }
figure { margin: 1.4rem 0; } figure svg { max-width: 100%; height: auto; } .chart { width: 100%; }
figcaption { font-weight: 600; font-size: .92rem; margin-top: .4rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { border-top: 0; padding-top: 0; }
  nav ol { columns: 1; } }
@media print { @page { margin: 18mm; } body { font-size: 10pt; max-width: none; padding: 0; }
  nav, .skip { display: none; } .wide { overflow: visible; } thead { display: table-header-group; }
  figure, .callout, tr { break-inside: avoid; } h2, h3, .title, caption { break-after: avoid; } }
"""
