import ReelCore
import ReelTestKit
import ReelText
import Testing

@Suite struct LanguageIdentifierTests {
    private static let texts: [(code: String, text: String)] = [
        ("de", "Der Fluss stieg in der Nacht und die Stadt war am Morgen ohne Strom, doch niemand kam zu Schaden."),
        ("es", "El río subió por la noche y los vecinos de la ciudad salieron con sus barcas."),
        ("fr", "La rivière est montée dans la nuit et les habitants de la ville sont sortis avec leurs barques."),
        ("it", "Il fiume è salito nella notte e gli abitanti della città sono usciti con le barche."),
        ("pt", "O rio subiu durante a noite e os moradores da cidade não tinham luz."),
        ("nl", "De rivier steeg in de nacht en het was donker in de stad, maar er werd niemand gewond."),
        ("sv", "Floden steg under natten och staden var utan ström, men ingen skadades."),
        ("da", "Floden steg om natten, og byen blev mørk, men der kom ikke nogen til skade efter det."),
        ("pl", "Rzeka podniosła się w nocy i miasto było bez prądu, ale nikt nie ucierpiał."),
        ("cs", "Řeka se v noci zvedla a město bylo bez proudu, ale nikdo se nezranil, protože je to na kopci."),
        ("hu", "A folyó éjszaka megáradt, és a város áram nélkül maradt, de senki nem sérült meg."),
        ("fi", "Joki nousi yöllä ja kaupunki oli ilman sähköä, mutta kukaan ei loukkaantunut."),
        ("tr", "Nehir gece yükseldi ve şehir elektriksiz kaldı, ama bu bir felaket değil, çünkü çok az zarar var."),
        ("ru", "Вода поднялась, и город остался без света, но он не был в опасности."),
        ("uk", "Вода піднялася, і місто залишилося без світла, але воно не було в небезпеці, як це не дивно."),
        ("el", "Το ποτάμι ανέβηκε τη νύχτα και η πόλη έμεινε χωρίς ρεύμα."), ("ko", "강물이 밤새 올라 도시가 어두워졌다."),
    ]

    private func language(_ text: String, _ tag: String?) -> String? {
        LanguageIdentifier.language(of: text, tag: tag)?.code
    }

    private func long(_ text: String) -> String { String(repeating: text + " ", count: 6) }

    @Test(arguments: ["en", "en-GB", "EN_us", "eng", nil])
    func englishIsEnglish(_ tag: String?) {
        for article in SampleArticles.all { #expect(language(article.text, tag) == "en") }
    }

    @Test func languagesAreKnownByTheirWordsOrLetters() {
        for (code, text) in Self.texts {
            #expect(language(long(text), nil) == code, "\(text)")
            // A template that says "en" for everything does not make it English.
            #expect(language(long(text), "en") == code, "\(text)")
        }
    }

    @Test func whatThePageSaysDecidesWhereTheWordsDoNot() {
        #expect(language("Nothing to go by.", nil) == "en")
        #expect(language("Rien.", "fr-CA") == "fr")
        #expect(language("Ingenting.", "no") == "nb")
        #expect(language(long("O rio subiu durante a noite e os moradores não tinham luz."), "pt-BR") == "pt-br")
        #expect(language(long("Maji ya mto yalipanda usiku, mji ukabaki gizani."), "sw") == "sw")
        // English text under a template in another language.
        #expect(language(SampleArticles.bridge.text, "fr-CA") == "en")
    }

    @Test(arguments: ["ja", nil, "en"])
    func scriptsWithoutSpacesAreKnownByTheirSigns(_ tag: String?) {
        #expect(language(long("川の水位が上がり、町は停電した。"), tag) == "ja")
        #expect(language(long("河上的老桥在2019年对汽车关闭。"), tag == "ja" ? nil : tag) == "zh")
        #expect(language(long("ชาวเมืองหลายคนไม่พอใจ"), tag) == "th")
    }

    @Test(arguments: ["bo", nil, "en"])
    func whatNothingSpeaksIsNoLanguage(_ tag: String?) {
        #expect(language(long("བོད་ཡིག་གི་ཚིག་འདི་སུས་ཀྱང་མི་ཀློག།"), tag) == nil)
    }

    @Test func wordsThatNoLanguageHasAreRefused() {
        #expect(language(long("Zorp blik fnarg mip quux drel vonk tib snad gorf"), nil) == nil)
    }

    @Test func boxScoresOfAnEnglishPageAreEnglish() {
        let scores = String(repeating: "Rockledge: Blakely 15 points. Devoe 2 goals. Baker 6 saves. ", count: 10)
        #expect(language(scores, "en") == "en")
    }
}
