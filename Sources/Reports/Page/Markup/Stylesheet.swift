/// The page's sheet of styles. It names no font that could have to be loaded, and no address.
enum Stylesheet {
    /// What the page's policy allows: SHA-256 of the sheet, in Base64, as Content Security Policy 2 names it. A test holds it
    /// to the sheet.
    static let hash = "sha256-bX58WW06ZvZgFRP74NAU7f3QWpVZ6VLo0z0XgocB/3Y="

    /// The whole sheet. Neither `<` nor `&` stands in it, so that it is the same text in HTML and in XML.
    static let markup = colours + text + frame + tables + charts + samples + print

    /// Light first; colours of drawings stand out from the paper by 3:1 at least, those of texts by 4.5:1.
    private static let colours: Markup = """

        :root { color-scheme: light dark; --paper: #fcfbf8; --raised: #ffffff; --ink: #22262b; --quiet: #5d646d;
          --line: #e3dfd6; --track: #ece8df; --accent: #2a6a86; --asked: #b4481e; --good: #2d6a3e; --bad: #a92f2a;
          --over-cap: #7f9fb0; --duplicates: #5d8f5a; --filtered: #b98a2f; --blank: #8d8678; --refused: #8466a8; --rejected: #b3322d;
          --step0: #96938a; --step1: #5f93a9; --step2: #45829e; --step3: #307291; --step4: #1f6180; --step5: #15506d;
          --step6: #0e405a; --step7: #083148; --step8: #042437;
          --mark0: #d5e8f7; --mark1: #fbe3bd; --mark2: #d9eecf; --mark3: #f3d9ec; --mark4: #e3def8; --mark5: #cfeee9; }
        @media (prefers-color-scheme: dark) { :root { --paper: #15181b; --raised: #1c2024; --ink: #e5e3de; --quiet: #a3a9b0;
          --line: #30353a; --track: #262b30; --accent: #68b0cf; --asked: #f0a06a; --good: #86c795; --bad: #f2918a;
          --over-cap: #5b7f92; --duplicates: #7fb37a; --filtered: #cfa44f; --blank: #8f8a80; --refused: #a78bca; --rejected: #e5736c;
          --step0: #6f6d67; --step1: #5f8597; --step2: #6598ae; --step3: #6caac3; --step4: #78bad3; --step5: #8bc8de;
          --step6: #a3d6e7; --step7: #bde3ef; --step8: #d8f0f7;
          --mark0: #1d405a; --mark1: #57401a; --mark2: #2a4a2c; --mark3: #542f4c; --mark4: #3b3566; --mark5: #17494a; } }
        """

    private static let text: Markup = """

        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5; font-size: 0.9375rem; overflow-wrap: break-word;
          font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
        h1, h2, h3 { font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", Georgia, serif;
          font-weight: 600; line-height: 1.2; text-wrap: balance; }
        h1 { font-size: 2.1rem; margin: 0; letter-spacing: -0.01em; }
        h2 { font-size: 1.5rem; margin: 0 0 0.5rem; }
        h3 { font-size: 1.2rem; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
        h4 { font-size: 0.9375rem; margin: 1.75rem 0 0.5rem; }
        h5 { font-size: 0.75rem; margin: 0.75rem 0 0.25rem; color: var(--quiet); font-weight: 600; }
        p { margin: 0.5rem 0; }
        a { color: var(--accent); text-underline-offset: 0.15em; }
        a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        code, pre, .place { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
          font-size: 0.8125rem; overflow-wrap: anywhere; }
        .lead { color: var(--quiet); max-width: 46rem; margin: 0 0 0.75rem; }
        .quiet { color: var(--quiet); }
        .cut { color: var(--quiet); font-style: italic; font-size: 0.8125rem; }
        .good::before { content: "✓ "; color: var(--good); font-weight: 700; }
        p.bad { color: var(--bad); font-weight: 600; }
        p.bad::before { content: "✗ "; }
        .tag { border: 1px solid var(--line); border-radius: 1em; padding: 0 0.5em; font-size: 0.75rem; color: var(--quiet);
          white-space: nowrap; }
        .code { color: var(--bad); font-size: 0.85em; border: 1px solid currentColor; border-radius: 0.25em; padding: 0 0.15em;
          unicode-bidi: isolate; direction: ltr; }
        .facts { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1rem 1.25rem; color: var(--quiet); margin: 0.25rem 0; }
        """

    private static let frame: Markup = """

        header, footer, .page { max-width: 82rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem); }
        header { padding-top: clamp(1.5rem, 5vw, 3rem); }
        footer { padding-top: 2rem; padding-bottom: 2rem; color: var(--quiet); font-size: 0.8125rem; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--raised); padding: 0.5rem 1rem; }
        .summary { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); margin: 1.5rem 0 0;
          background: var(--raised); border: 1px solid var(--line); border-radius: 0.5rem; overflow: hidden; }
        .summary div { padding: 0.75rem 1rem; border: solid var(--line); border-width: 0 1px 1px 0; margin: 0 -1px -1px 0; }
        .summary dt { font-size: 0.8125rem; color: var(--quiet); }
        .summary dd { margin: 0; font-size: 0.8125rem; color: var(--quiet); }
        .summary .number { font-size: 1.625rem; line-height: 1.25; font-weight: 600; color: var(--ink); text-align: left;
          letter-spacing: -0.01em; }
        .summary .bad .number { color: var(--bad); }
        nav { margin: 1.5rem 0 0; }
        nav h2 { font: inherit; font-weight: 600; font-size: 0.8125rem; color: var(--quiet); margin: 0 0 0.25rem; }
        nav ol { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; }
        nav ol ol { display: none; }
        nav a { text-decoration: none; overflow-wrap: anywhere; }
        nav a:hover { text-decoration: underline; }
        main > section { margin-top: 2.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
        @media (min-width: 68rem) {
          .page { display: grid; grid-template-columns: 11rem minmax(0, 1fr); column-gap: 2.5rem; }
          nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; margin: 0; padding: 2.5rem 0 1rem; }
          nav ol { display: block; }
          nav li { padding: 0.1rem 0; }
          nav ol ol { display: block; padding-left: 0.9rem; font-size: 0.8125rem; } }
        """
}
