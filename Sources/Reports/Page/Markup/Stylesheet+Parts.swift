extension Stylesheet {
    static let tables: Markup = """

        .scroll { overflow-x: auto; margin: 0.75rem 0 1rem; background: linear-gradient(to left, var(--paper) 30%, transparent) right / 3rem 100% no-repeat local,
          linear-gradient(to left, var(--line), transparent) right / 1rem 100% no-repeat; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 0.875rem; }
        .narrow { max-width: 46rem; }
        caption { text-align: left; font-weight: 600; font-size: 0.8125rem; color: var(--quiet); padding-bottom: 0.25rem; }
        th, td { text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        th:first-child, td:first-child { padding-left: 0; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { font-weight: 600; font-size: 0.8125rem; color: var(--quiet); vertical-align: bottom; }
        tbody th { font-weight: 500; overflow-wrap: break-word; min-width: 7rem; max-width: 22rem; }
        tfoot th, tfoot td { font-weight: 600; border-bottom: 0; border-top: 1px solid var(--quiet); }
        th.number, td.number { text-align: right; white-space: nowrap; }
        thead th.number { white-space: normal; }
        .chart { width: 34%; min-width: 7rem; }
        td.chart { padding-top: 0.65rem; } td.chart .share { margin-top: -3px; }
        #sources table, #duplicates table { width: auto; min-width: 18rem; max-width: none; }
        .hash { font-size: 0.6875rem; color: var(--quiet); } td .hash { overflow-wrap: normal; }
        """

    static let charts: Markup = """

        .bar { display: block; border-radius: 2px; }
        .share { overflow: visible; }
        .track { fill: var(--track); }
        .realised { fill: var(--accent); } .over-cap { fill: var(--over-cap); } .filtered { fill: var(--filtered); }
        .duplicates { fill: var(--duplicates); } .blank { fill: var(--blank); } .refused { fill: var(--refused); } .rejected { fill: var(--rejected); }
        .step0 { fill: var(--step0); } .step1 { fill: var(--step1); } .step2 { fill: var(--step2); }
        .step3 { fill: var(--step3); } .step4 { fill: var(--step4); } .step5 { fill: var(--step5); }
        .step6 { fill: var(--step6); } .step7 { fill: var(--step7); } .step8 { fill: var(--step8); }
        line.asked { stroke: var(--asked); stroke-width: 2.5; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.1rem 1.25rem; margin: 0.5rem 0; padding: 0;
          font-size: 0.8125rem; }
        .key { vertical-align: -0.1em; margin-right: 0.4em; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: 1rem 2.5rem; }
        .pair.tables { grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); align-items: start; }
        .tables th, .tables td { padding-top: 0.2rem; padding-bottom: 0.2rem; } .tables td.chart { padding-top: 0.55rem; }
        .tables .chart { width: 30%; min-width: 5rem; }
        figure { margin: 0; }
        figcaption { font-size: 0.8125rem; font-weight: 600; margin-bottom: 0.35rem; }
        figcaption .quiet { font-weight: 400; }
        .histogram { display: block; overflow: visible; font-size: 11px; font-variant-numeric: tabular-nums; }
        .histogram rect { stroke: var(--paper); stroke-width: 0.5; }
        .histogram text { fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
        .histogram .tick { fill: var(--quiet); }
        .axis { stroke: var(--quiet); }
        .median, .p95, .longest { stroke: var(--asked); stroke-width: 1.5; }
        .p95 { stroke-dasharray: 5 3; }
        .longest { stroke-dasharray: 1.5 3; }
        """

    static let samples: Markup = """

        .dataset { margin-top: 2.25rem; }
        .dataset + .dataset { border-top: 1px solid var(--line); padding-top: 1.75rem; }
        .text { white-space: pre-wrap; unicode-bidi: plaintext; background: var(--raised); border: 1px solid var(--line);
          border-radius: 0.375rem; padding: 0.5rem 0.75rem; margin: 0.25rem 0; line-height: 1.45; }
        .recipe { max-height: 40rem; overflow: auto; }
        .sample { margin: 0.75rem 0 1.5rem; }
        .sample .facts { font-size: 0.8125rem; }
        .beside { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 0 1.75rem; }
        .row dl { margin: 0; }
        .row dt { font-size: 0.8125rem; color: var(--quiet); overflow-wrap: anywhere; }
        .row dd { margin: 0 0 0.4rem; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
        mark { color: inherit; border-radius: 0.2em; padding: 0.05em 0; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
        .colour0 { background: var(--mark0); } .colour1 { background: var(--mark1); } .colour2 { background: var(--mark2); }
        .colour3 { background: var(--mark3); } .colour4 { background: var(--mark4); } .colour5 { background: var(--mark5); }
        .drop { margin: 0.5rem 0 1rem; }
        .drop ul, .examples { margin: 0.25rem 0; padding-left: 1.1rem; }
        .findings { list-style: none; padding: 0; margin: 0.5rem 0; }
        .findings li { border-left: 3px solid var(--line); padding: 0.15rem 0 0.15rem 0.75rem; margin: 0.5rem 0; overflow-wrap: anywhere; }
        .findings .error { border-color: var(--bad); } .findings .error strong { color: var(--bad); }
        .findings .warning { border-color: var(--filtered); }
        .findings .place { color: var(--quiet); }
        .run { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.15rem 1.25rem; margin: 0.5rem 0; }
        .run dt { color: var(--quiet); } .run dd { margin: 0; overflow-wrap: anywhere; }
        summary { cursor: pointer; font-weight: 600; }
        @media (max-width: 44rem) { .beside { grid-template-columns: minmax(0, 1fr); } }
        """

    /// On paper: black on white, no contents, everything opened, and nothing torn apart that fits on a sheet.
    static let print: Markup = """

        @media print {
          :root { color-scheme: light; --paper: #fff; --raised: #fff; --ink: #000; --quiet: #444; --line: #bbb; --track: #e6e6e6;
            --accent: #2a6a86; --asked: #b4481e; --good: #2d6a3e; --bad: #a92f2a; }
          body { font-size: 9pt; }
          svg, mark { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          nav, .skip { display: none; }
          .page { display: block; }
          .scroll, .recipe { overflow: visible; max-height: none; background: none; }
          th, td { padding-left: 0.3rem; padding-right: 0.3rem; }
          .chart { min-width: 4rem; }
          h2, h3, h4, h5, caption, thead, .facts, .lead, .legend { break-after: avoid; }
          tbody tr:first-child, .beside { break-before: avoid; }
          tr, figure, .drop li, .summary div, .findings li { break-inside: avoid; }
          td .hash { overflow-wrap: anywhere; }
          details::details-content { display: block; content-visibility: visible; block-size: auto; } }
        """
}
