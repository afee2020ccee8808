/* The words that generate.c makes its data of, in many scripts. */
#ifndef BENCH_WORDS_H
#define BENCH_WORDS_H

/* As a name is written, and as its owner writes it in an address. */
struct name {
	const char *own, *ascii;
};

static const struct name firsts[] = {
	{ "Agnes", "agnes" }, { "Barnaby", "barnaby" }, { "Cosima", "cosima" },
	{ "Dorothea", "dorothea" }, { "Edgar", "edgar" }, { "Flora", "flora" },
	{ "Gideon", "gideon" }, { "Hester", "hester" }, { "Isolde", "isolde" },
	{ "Jasper", "jasper" }, { "Kerstin", "kerstin" }, { "Leopold", "leo" },
	{ "Mabel", "mabel" }, { "Nadine", "nadine" }, { "Oscar", "oscar" },
	{ "Philippa", "pippa" }, { "Ruth", "ruth" }, { "Silas", "silas" },
	{ "Tabitha", "tabitha" }, { "Ursula", "ursula" }, { "Victor", "vic" },
	{ "Winifred", "win" }, { "Yvonne", "yvonne" }, { "Zachary", "zach" },
	{ "Amélie", "amelie" }, { "Björn", "bjoern" }, { "Dunja", "dunja" },
	{ "Eñaut", "enaut" }, { "Gáspár", "gaspar" }, { "Hélène", "helene" },
	{ "Jiří", "jiri" }, { "Kārlis", "karlis" }, { "Lütfiye", "lutfiye" },
	{ "Ngọc", "ngoc" }, { "Ólafur", "olafur" }, { "Přemysl", "premysl" },
	{ "Sørine", "sorine" }, { "Tōma", "toma" }, { "Wiesława", "wieslawa" },
	{ "Аркадий", "arkady" }, { "Богдана", "bohdana" },
	{ "Светлана", "svetlana" }, { "Живко", "zhivko" },
	{ "Αλέξανδρος", "alexandros" }, { "Δήμητρα", "dimitra" },
	{ "Հակոբ", "hakob" }, { "ნინო", "nino" }, { "يوسف", "yusuf" },
	{ "ليلى", "layla" }, { "נעמי", "naomi" }, { "داریوش", "dariush" },
	{ "अनन्या", "ananya" }, { "কমলা", "kamala" }, { "முருகன்", "murugan" },
	{ "สมชาย", "somchai" }, { "ሰላም", "selam" }, { "雅子", "masako" },
	{ "健", "ken" }, { "さくら", "sakura" }, { "志明", "zhiming" },
	{ "慧", "hui" }, { "지우", "jiwoo" }, { "현석", "hyunseok" },
	{ "Mary Jane", "mj" }
};

static const struct name lasts[] = {
	{ "Ashdown", "ashdown" }, { "Birkett", "birkett" },
	{ "Calloway", "calloway" }, { "Dunmore", "dunmore" },
	{ "Eastwick", "eastwick" }, { "Fairbairn", "fairbairn" },
	{ "Garside", "garside" }, { "Hollis", "hollis" },
	{ "Ingleby", "ingleby" }, { "Jessop", "jessop" },
	{ "Kirkbride", "kirkbride" }, { "Lockhart", "lockhart" },
	{ "Merriweather", "merriweather" }, { "Norbury", "norbury" },
	{ "Oakeshott", "oakeshott" }, { "Pemberton", "pemberton" },
	{ "Quigley", "quigley" }, { "Ravenscroft", "ravenscroft" },
	{ "Stansfield", "stansfield" }, { "Trelawney", "trelawney" },
	{ "Underhill", "underhill" }, { "Vickers", "vickers" },
	{ "Wetherby", "wetherby" }, { "Yardley", "yardley" },
	{ "O'Rafferty", "orafferty" }, { "McAllister-Boyd", "boyd" },
	{ "van den Heuvel", "heuvel" }, { "de la Torre", "delatorre" },
	{ "Bäumler", "baeumler" }, { "Castañeda", "castaneda" },
	{ "Désaulniers", "desaulniers" }, { "Großkopf", "grosskopf" },
	{ "Håndlykken", "handlykken" }, { "İnceoğlu", "inceoglu" },
	{ "Kőszegi", "koszegi" }, { "Łabędź", "labedz" },
	{ "Mårtensson", "martensson" }, { "Șerbănescu", "serbanescu" },
	{ "Þorláksson", "thorlaksson" }, { "Vaňousek", "vanousek" },
	{ "Trần", "tran" }, { "Белоусов", "belousov" },
	{ "Гончарук", "honcharuk" }, { "Мельникова", "melnikova" },
	{ "Стоянов", "stoyanov" }, { "Καραγιάννης", "karagiannis" },
	{ "Μυλωνά", "mylona" }, { "Պետրոսյան", "petrosyan" },
	{ "გელაშვილი", "gelashvili" }, { "الخطيب", "alkhatib" },
	{ "بن سالم", "bensalem" }, { "אברמוב", "abramov" },
	{ "کریمی", "karimi" }, { "त्रिपाठी", "tripathi" }, { "ঘোষ", "ghosh" },
	{ "பாலன்", "balan" }, { "ใจดี", "jaidee" }, { "ታደሰ", "tadesse" },
	{ "森本", "morimoto" }, { "石川", "ishikawa" }, { "欧阳", "ouyang" },
	{ "徐", "xu" }, { "권", "kwon" }, { "남궁", "namgung" }
};

static const struct city {
	const char *name, *country, *prefix, *language;
} cities[] = {
	{ "Leeds", "GB", "+44 113", "en" }, { "Kassel", "DE", "+49 561", "de" },
	{ "Köln", "Germany", "+49 221", "de" }, { "Lyon", "FR", "+33 4", "fr" },
	{ "Besançon", "FR", "+33 3", "fr" }, { "Bern", "CH", "+41 31", "de" },
	{ "Graz", "Austria", "+43 316", "de" },
	{ "Cádiz", "ES", "+34 956", "es" }, { "Braga", "PT", "+351 253", "pt" },
	{ "Łódź", "PL", "+48 42", "pl" }, { "Plzeň", "CZ", "+420 37", "cs" },
	{ "Győr", "HU", "+36 96", "hu" }, { "Malmö", "SE", "+46 40", "sv" },
	{ "Tromsø", "NO", "+47 77", "nb" },
	{ "Chișinău", "MD", "+373 22", "ro" },
	{ "Izmir", "TR", "+90 232", "tr" }, { "Πάτρα", "GR", "+30 261", "el" },
	{ "Одеса", "UA", "+380 48", "uk" }, { "София", "BG", "+359 2", "bg" },
	{ "Тверь", "RU", "+7 482", "ru" }, { "تونس", "TN", "+216 71", "ar" },
	{ "חיפה", "IL", "+972 4", "he" }, { "पुणे", "IN", "+91 20", "hi" },
	{ "เชียงใหม่", "TH", "+66 53", "th" }, { "札幌", "JP", "+81 11", "ja" },
	{ "成都", "CN", "+86 28", "zh" }, { "부산", "KR", "+82 51", "ko" },
	{ "Curitiba", "BR", "+55 41", "pt" },
	{ "Austin, TX", "US", "+1 512", "en" },
	{ "Tucson", "US", "+1 520", "en" },
	{ "Trois-Rivières", "CA", "+1 819", "fr" },
	{ "Cork", "IE", "+353 21", "en" }
};

static const char *const domains[] = {
	"post.test", "mail.example", "office.example.org", "team.example.net",
	"firma.test", "empresa.test", "kontor.example.com", "bureau.test"
};
static const char *const moods[] = {
	"Amber", "Brisk", "Cedar", "Daybreak", "Eastern", "Falcon", "Granite",
	"Highland", "Ivory", "Juniper", "Keystone", "Lantern", "Meridian",
	"Northwind", "Orchard", "Pioneer", "Quayside", "Rosewood", "Sable",
	"Tidewater", "Umbra", "Vantage", "Willow", "Zenith", "Žďár", "Österlen",
	"Águila", "Полюс", "東雲", "한빛", "Ελιά", "نور"
};
static const char *const trades[] = {
	"Aggregates", "Bakeries", "Ceramics", "Dairies", "Electrics", "Freight",
	"Gaskets", "Hydraulics", "Instruments", "Joinery", "Kitchens",
	"Laboratories", "Mills", "Networks", "Optronics", "Packaging",
	"Quarries", "Refrigeration", "Surveyors", "Timber", "Upholstery",
	"Ventilation", "Windows", "Yachts"
};
static const char *const forms[] = {
	"Ltd", "GmbH", "SARL", "S.p.A.", "AB", "Inc.", "& Sons, Ltd", "a.s.",
	"Oy", "株式会社", "ТОВ", "B.V."
};
static const char *const industries[] = {
	"Agriculture", "Building", "Chemicals", "Food, Drink & Tobacco",
	"Hospitality", "Machinery", "Medical devices", "Printing", "Shipping",
	"Software", "Textiles", "Utilities"
};
static const char *const titles[] = {
	"Managing director", "Purchasing officer", "Head of operations",
	"Plant manager", "Controller", "Office manager", "Team leader, North",
	"Chief engineer", "IT manager", "Quality officer", "Owner",
	"Geschäftsführerin", "Directrice des achats", "工場長", "Бухгалтер",
	"Assistant"
};
static const char *const tags[] = {
	"customer", "fair-2025", "key", "mailing", "pilot", "prospect",
	"reseller", "supplier", "visit", "wholesale"
};
static const char *const words[] = {
	"asked", "for", "samples", "and", "a", "price", "list", "before",
	"the", "board", "meets", "prefers", "deliveries", "on", "Tuesday",
	"morning", "wants", "to", "compare", "two", "offers", "again", "after",
	"stocktaking", "was", "pleased", "with", "last", "order", "will",
	"call", "back", "about", "spare", "parts", "contract", "ends", "soon",
	"needs", "an", "invoice", "by", "post", "new", "warehouse", "opens",
	"next", "spring", "knows", "our", "fitter", "well"
};
static const char *const asides[] = {
	"says \"not before May\"", "10 % off, paid in 14 days",
	"Grüße von Petra",
	"«à rappeler»", "перезвонить в среду", "请发目录", "見積もり待ち",
	"ينتظر العرض", "👍🏾", "first line\nsecond line", "size 3/4\"", "a; b"
};
static const char *const subjects[] = {
	"retrofit", "yearly supply", "trial line", "spare parts", "new hall",
	"service contract", "extension", "replacement", "first order",
	"framework agreement, 2 years"
};
static const char *const sources[] = {
	"fair", "web", "referral", "phone", "partner", "mailing"
};
static const char *const types[] = { "new", "new", "renewal", "upsell" };
static const char *const currencies[] = { "EUR", "EUR", "EUR", "USD", "GBP" };
static const char *const open_stages[] = {
	"Qualification", "Needs Analysis", "Proposal", "Negotiation"
};
static const char *const logins[] = {
	"brook", "carmen", "dmitri", "emeka", "fumiko", "goran", "hanna", "ivo"
};

#endif
