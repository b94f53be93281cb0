import ReelCore

/// Articles written for these tests, with what real pages have around their text.
package enum SampleArticles {
    package static let all = [bridge, bees, library]

    /// News: a dateline, a byline, quotations, abbreviations, numbers, page furniture.
    package static let bridge = Article(
        url: "https://www.rivertimes.example/2026/11/bridge",
        title: "Cracks close the oldest bridge of Ostermouth | River Times", byline: "Jane Q. Doe", language: "en-GB",
        siteName: "River Times",
        text: """
            By Jane Q. Doe

            OSTERMOUTH (AP) — The oldest bridge of Ostermouth was closed on Monday after engineers found deep cracks \
            in two of its five arches, the city said.

            Mayor Helen Ward told reporters that the bridge, which carries 14,000 cars a day, would stay shut until \
            at least March. “We will not gamble with lives,” she said. “Stone that has stood for 300 years can fall \
            in one night.”

            Read more: Ten bridges you must see

            The cracks were discovered by a drone that was sent under the arches last week. It took 2,400 pictures \
            in less than an hour [1]. A computer program compared them with drawings from 1911 and marked every \
            stone that had moved.

            However, some shop owners on the north bank fear for their trade. Tom Reed, who sells fishing gear \
            beside the bridge, said half of his customers come from the other side of the river. The city offers a \
            free ferry from Friday.

            Advertisement

            Repairing the arches will cost about $3.5 million, according to a first estimate. Dr. Ines Moreau of the \
            Institute of Old Structures (pictured) said the work is difficult because every stone has to be \
            numbered, taken out and put back in the same place. Her team saved a similar bridge in Portugal in 2019.

            Two lanes of the new bridge in the south will be reserved for buses and ambulances. Trains are not \
            affected. Heavy trucks have to take the motorway, which adds 25 miles to the trip to the harbour.

            A public meeting about the repairs will be held in the town hall on Dec. 3. Residents can send questions \
            to bridge@ostermouth.example until then. The council expects to decide on a builder before the end of \
            the year.

            Jane Q. Doe is a staff writer at the River Times.

            Sign up for our newsletter
            """)

    /// An explainer with an anecdotal opening, short sentences and headings.
    package static let bees = Article(
        url: nil, title: "How city bees survive the winter", language: "en",
        text: """
            When the first frost whitens the roofs, Anna Berg climbs the ladder to her hives and listens. A low hum \
            tells her that the colony is alive.

            A ball of bees

            Honey bees do not sleep through the winter. They gather in a tight ball around the queen and shiver with \
            their flight muscles, which keeps the middle of the ball at about 30 degrees. Bees on the outside slowly \
            move to the middle, so that nobody freezes.

            Such a colony needs about 15 kilograms of honey to reach the spring. Keepers who take too much have to \
            feed sugar in the autumn. City bees often have an advantage here: gardens, balconies and parks flower \
            longer than fields do.

            The real danger is damp. Warm air from the ball meets the cold lid of the hive and turns into drops, and \
            wet bees die within hours. Good hives have a small opening at the top through which the moist air \
            escapes.

            Mites are another threat. The parasite weakens bees in late summer, just when the long-lived winter bees \
            are raised. Beekeepers treat their hives after the last harvest and count dead mites on a white board \
            under the combs.

            In February the queen begins to lay eggs again. The ball has to be warmer from then on, and the stores \
            shrink quickly. Most colonies that die in winter starve only weeks before the first willows flower.

            Anna Berg lost one of her nine colonies last year. This winter she has wrapped the hives in wool and \
            hopes for early crocuses.
            """)

    /// A report with long sentences.
    package static let library = Article(
        url: nil, title: "A village builds its own library", language: nil,
        text: """
            Three hundred people of the mountain village of Sarn, who had asked the state for a library for eleven \
            years without getting an answer, have built one with their own hands, and on Sunday they carried the \
            first four thousand books into it in a chain that reached from the school to the market square.

            The house stands where a burnt barn had stood since the great fire of 1987, and its walls are made of \
            the larch trees that a storm threw over two winters ago, because the village could neither sell the wood \
            nor afford to have it taken away. Carpenters taught pupils how to cut joints without a single nail, \
            while retired masons laid the floor with slate from a quarry that was closed long before most of the \
            helpers were born.

            Books came from all over the country after a radio station had told the story in the spring, although \
            nobody had asked for them, and the post office had to hire a second van to bring the parcels up the \
            narrow road. A retired teacher, Luzia Caplazi, has sorted them for months in her kitchen and knows where \
            every volume stands.

            The library opens on four evenings a week and has no clerk, since every family keeps a key and writes \
            down what it borrows in a thick green ledger. Visitors from two neighbouring valleys have already come \
            to learn how it was done, and one of them has begun to clear a ruin of its own.
            """)

    /// Sentences of about one length, each a paragraph of its own.
    package static let lighthouse = Article(
        url: nil, title: "The Light at the Northern Point", language: "en",
        text: """
            The old lighthouse at the northern point was built in 1868 by a crew of forty masons from the valley.

            Its lamp burned whale oil at first, and the keeper climbed two hundred steps every four hours to fill \
            it.

            In the winter of 1891 a storm broke the gallery windows, and the lamp went dark for a single night.

            Three ships waited outside the harbour until the morning, because no captain knew the rocks without the \
            light.

            The town repaired the windows within a week, and it paid for the work with a tax on herring.

            Electric light came to the tower in 1924, and the last keeper left the house beside it in 1979.

            Today volunteers open the tower on Sundays, and visitors can see the first lens in a glass case.

            The lens weighs more than a ton, yet a child can turn it with one finger because it floats on mercury.

            Last year eleven thousand people climbed the steps, which is more than ever before.
            """)

    /// A list: a heading for each item.
    package static let list: Article = {
        let items = [
            (
                "1. Keep the stove low",
                "A small fire that burns all day warms the walls. A great one heats the chimney."
            ),
            (
                "2. Close the shutters",
                "Half of the warmth leaves a room through its windows. Wooden shutters keep it in at night."
            ),
            ("3. Wear wool", "Wool warms even when it is damp. Two thin layers are better than a thick one."),
            (
                "4. Move the bed",
                "An outer wall is the coldest place of a bedroom. A hand's breadth of air behind the bed keeps mould away."
            ),
            (
                "5. Cook at noon",
                "A pot of soup gives its warmth to the kitchen for hours. The oven stays open when the bread is done."
            ),
        ]
        var blocks = [
            ArticleBlock(
                .paragraph,
                "Old houses are cold because their builders had more wood than we have. Five habits of "
                    + "mountain farmers help without a new boiler.")
        ]
        for (heading, text) in items {
            blocks += [ArticleBlock(.heading, heading, level: 2), ArticleBlock(.paragraph, text)]
        }
        return Article(
            url: nil, title: "5 ways to stay warm in an old house", language: "en",
            text: blocks.map(\.text).joined(separator: "\n\n"), blocks: blocks)
    }()
}
