/*
 * ISO 3166 codes and the English names that people write for them.
 *
 * Names are compared by their letters: in small ones, without marks, blanks
 * and points, without "the", "of" and "and", with "st" as "saint".  So
 * "St. Kitts & Nevis" is "saintkittsnevis" and "U.S.A." is "usa".
 */
#include "crm/address.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/code_point.h"
#include "crm/utf8.h"

enum { NAME_MAX_LEN = 128 };

/* Sorted by the first. */
static const struct code {
	char two[3], three[4];
} codes[] = {
	{ "AD", "AND" }, { "AE", "ARE" }, { "AF", "AFG" }, { "AG", "ATG" },
	{ "AI", "AIA" }, { "AL", "ALB" }, { "AM", "ARM" }, { "AO", "AGO" },
	{ "AQ", "ATA" }, { "AR", "ARG" }, { "AS", "ASM" }, { "AT", "AUT" },
	{ "AU", "AUS" }, { "AW", "ABW" }, { "AX", "ALA" }, { "AZ", "AZE" },
	{ "BA", "BIH" }, { "BB", "BRB" }, { "BD", "BGD" }, { "BE", "BEL" },
	{ "BF", "BFA" }, { "BG", "BGR" }, { "BH", "BHR" }, { "BI", "BDI" },
	{ "BJ", "BEN" }, { "BL", "BLM" }, { "BM", "BMU" }, { "BN", "BRN" },
	{ "BO", "BOL" }, { "BQ", "BES" }, { "BR", "BRA" }, { "BS", "BHS" },
	{ "BT", "BTN" }, { "BV", "BVT" }, { "BW", "BWA" }, { "BY", "BLR" },
	{ "BZ", "BLZ" }, { "CA", "CAN" }, { "CC", "CCK" }, { "CD", "COD" },
	{ "CF", "CAF" }, { "CG", "COG" }, { "CH", "CHE" }, { "CI", "CIV" },
	{ "CK", "COK" }, { "CL", "CHL" }, { "CM", "CMR" }, { "CN", "CHN" },
	{ "CO", "COL" }, { "CR", "CRI" }, { "CU", "CUB" }, { "CV", "CPV" },
	{ "CW", "CUW" }, { "CX", "CXR" }, { "CY", "CYP" }, { "CZ", "CZE" },
	{ "DE", "DEU" }, { "DJ", "DJI" }, { "DK", "DNK" }, { "DM", "DMA" },
	{ "DO", "DOM" }, { "DZ", "DZA" }, { "EC", "ECU" }, { "EE", "EST" },
	{ "EG", "EGY" }, { "EH", "ESH" }, { "ER", "ERI" }, { "ES", "ESP" },
	{ "ET", "ETH" }, { "FI", "FIN" }, { "FJ", "FJI" }, { "FK", "FLK" },
	{ "FM", "FSM" }, { "FO", "FRO" }, { "FR", "FRA" }, { "GA", "GAB" },
	{ "GB", "GBR" }, { "GD", "GRD" }, { "GE", "GEO" }, { "GF", "GUF" },
	{ "GG", "GGY" }, { "GH", "GHA" }, { "GI", "GIB" }, { "GL", "GRL" },
	{ "GM", "GMB" }, { "GN", "GIN" }, { "GP", "GLP" }, { "GQ", "GNQ" },
	{ "GR", "GRC" }, { "GS", "SGS" }, { "GT", "GTM" }, { "GU", "GUM" },
	{ "GW", "GNB" }, { "GY", "GUY" }, { "HK", "HKG" }, { "HM", "HMD" },
	{ "HN", "HND" }, { "HR", "HRV" }, { "HT", "HTI" }, { "HU", "HUN" },
	{ "ID", "IDN" }, { "IE", "IRL" }, { "IL", "ISR" }, { "IM", "IMN" },
	{ "IN", "IND" }, { "IO", "IOT" }, { "IQ", "IRQ" }, { "IR", "IRN" },
	{ "IS", "ISL" }, { "IT", "ITA" }, { "JE", "JEY" }, { "JM", "JAM" },
	{ "JO", "JOR" }, { "JP", "JPN" }, { "KE", "KEN" }, { "KG", "KGZ" },
	{ "KH", "KHM" }, { "KI", "KIR" }, { "KM", "COM" }, { "KN", "KNA" },
	{ "KP", "PRK" }, { "KR", "KOR" }, { "KW", "KWT" }, { "KY", "CYM" },
	{ "KZ", "KAZ" }, { "LA", "LAO" }, { "LB", "LBN" }, { "LC", "LCA" },
	{ "LI", "LIE" }, { "LK", "LKA" }, { "LR", "LBR" }, { "LS", "LSO" },
	{ "LT", "LTU" }, { "LU", "LUX" }, { "LV", "LVA" }, { "LY", "LBY" },
	{ "MA", "MAR" }, { "MC", "MCO" }, { "MD", "MDA" }, { "ME", "MNE" },
	{ "MF", "MAF" }, { "MG", "MDG" }, { "MH", "MHL" }, { "MK", "MKD" },
	{ "ML", "MLI" }, { "MM", "MMR" }, { "MN", "MNG" }, { "MO", "MAC" },
	{ "MP", "MNP" }, { "MQ", "MTQ" }, { "MR", "MRT" }, { "MS", "MSR" },
	{ "MT", "MLT" }, { "MU", "MUS" }, { "MV", "MDV" }, { "MW", "MWI" },
	{ "MX", "MEX" }, { "MY", "MYS" }, { "MZ", "MOZ" }, { "NA", "NAM" },
	{ "NC", "NCL" }, { "NE", "NER" }, { "NF", "NFK" }, { "NG", "NGA" },
	{ "NI", "NIC" }, { "NL", "NLD" }, { "NO", "NOR" }, { "NP", "NPL" },
	{ "NR", "NRU" }, { "NU", "NIU" }, { "NZ", "NZL" }, { "OM", "OMN" },
	{ "PA", "PAN" }, { "PE", "PER" }, { "PF", "PYF" }, { "PG", "PNG" },
	{ "PH", "PHL" }, { "PK", "PAK" }, { "PL", "POL" }, { "PM", "SPM" },
	{ "PN", "PCN" }, { "PR", "PRI" }, { "PS", "PSE" }, { "PT", "PRT" },
	{ "PW", "PLW" }, { "PY", "PRY" }, { "QA", "QAT" }, { "RE", "REU" },
	{ "RO", "ROU" }, { "RS", "SRB" }, { "RU", "RUS" }, { "RW", "RWA" },
	{ "SA", "SAU" }, { "SB", "SLB" }, { "SC", "SYC" }, { "SD", "SDN" },
	{ "SE", "SWE" }, { "SG", "SGP" }, { "SH", "SHN" }, { "SI", "SVN" },
	{ "SJ", "SJM" }, { "SK", "SVK" }, { "SL", "SLE" }, { "SM", "SMR" },
	{ "SN", "SEN" }, { "SO", "SOM" }, { "SR", "SUR" }, { "SS", "SSD" },
	{ "ST", "STP" }, { "SV", "SLV" }, { "SX", "SXM" }, { "SY", "SYR" },
	{ "SZ", "SWZ" }, { "TC", "TCA" }, { "TD", "TCD" }, { "TF", "ATF" },
	{ "TG", "TGO" }, { "TH", "THA" }, { "TJ", "TJK" }, { "TK", "TKL" },
	{ "TL", "TLS" }, { "TM", "TKM" }, { "TN", "TUN" }, { "TO", "TON" },
	{ "TR", "TUR" }, { "TT", "TTO" }, { "TV", "TUV" }, { "TW", "TWN" },
	{ "TZ", "TZA" }, { "UA", "UKR" }, { "UG", "UGA" }, { "UM", "UMI" },
	{ "US", "USA" }, { "UY", "URY" }, { "UZ", "UZB" }, { "VA", "VAT" },
	{ "VC", "VCT" }, { "VE", "VEN" }, { "VG", "VGB" }, { "VI", "VIR" },
	{ "VN", "VNM" }, { "VU", "VUT" }, { "WF", "WLF" }, { "WS", "WSM" },
	{ "YE", "YEM" }, { "YT", "MYT" }, { "ZA", "ZAF" }, { "ZM", "ZMB" },
	{ "ZW", "ZWE" },};

/* Sorted by name. */
static const struct name {
	const char *name;
	char code[3];
} names[] = {
	{ "afghanistan", "AF" }, { "alandislands", "AX" }, { "albania", "AL" },
	{ "algeria", "DZ" }, { "america", "US" }, { "americansamoa", "AS" },
	{ "andorra", "AD" }, { "angola", "AO" }, { "anguilla", "AI" },
	{ "antarctica", "AQ" }, { "antiguabarbuda", "AG" },
	{ "aotearoa", "NZ" }, { "arabrepublicegypt", "EG" },
	{ "argentina", "AR" }, { "argentinerepublic", "AR" },
	{ "armenia", "AM" }, { "aruba", "AW" }, { "australia", "AU" },
	{ "austria", "AT" }, { "azerbaijan", "AZ" }, { "bahamas", "BS" },
	{ "bahrain", "BH" }, { "bangladesh", "BD" }, { "barbados", "BB" },
	{ "belarus", "BY" }, { "belgium", "BE" }, { "belize", "BZ" },
	{ "benin", "BJ" }, { "bermuda", "BM" }, { "bhutan", "BT" },
	{ "bolivarianrepublicvenezuela", "VE" }, { "bolivia", "BO" },
	{ "boliviaplurinationalstate", "BO" }, { "bonaire", "BQ" },
	{ "bonairesinteustatiussaba", "BQ" }, { "bosnia", "BA" },
	{ "bosniahercegovina", "BA" }, { "bosniaherzegovina", "BA" },
	{ "botswana", "BW" }, { "bouvetisland", "BV" }, { "brasil", "BR" },
	{ "brazil", "BR" }, { "britain", "GB" },
	{ "britishindianoceanterritory", "IO" },
	{ "britishvirginislands", "VG" }, { "brunei", "BN" },
	{ "bruneidarussalam", "BN" }, { "bulgaria", "BG" },
	{ "burkinafaso", "BF" }, { "burma", "MM" }, { "burundi", "BI" },
	{ "bvi", "VG" }, { "byelorussia", "BY" }, { "caboverde", "CV" },
	{ "cambodia", "KH" }, { "cameroon", "CM" }, { "canada", "CA" },
	{ "capeverde", "CV" }, { "caribbeannetherlands", "BQ" },
	{ "caymanislands", "KY" }, { "centralafricanrep", "CF" },
	{ "centralafricanrepublic", "CF" }, { "chad", "TD" },
	{ "chile", "CL" }, { "china", "CN" }, { "chinesetaipei", "TW" },
	{ "christmasisland", "CX" }, { "cocosislands", "CC" },
	{ "cocoskeelingislands", "CC" }, { "colombia", "CO" },
	{ "commonwealthaustralia", "AU" }, { "commonwealthbahamas", "BS" },
	{ "commonwealthdominica", "DM" },
	{ "commonwealthnorthernmarianaislands", "MP" }, { "comoros", "KM" },
	{ "congo", "CG" }, { "congobrazzaville", "CG" },
	{ "congodemocraticrepublic", "CD" }, { "congodemrep", "CD" },
	{ "congokinshasa", "CD" }, { "congorep", "CG" },
	{ "cookislands", "CK" }, { "costarica", "CR" },
	{ "cotedivoire", "CI" }, { "croatia", "HR" }, { "cuba", "CU" },
	{ "curacao", "CW" }, { "cyprus", "CY" }, { "czechia", "CZ" },
	{ "czechrepublic", "CZ" }, { "democraticpeoplesrepublickorea", "KP" },
	{ "democraticrepubliccongo", "CD" },
	{ "democraticrepublicsaotomeprincipe", "ST" },
	{ "democraticrepublictimorleste", "TL" },
	{ "democraticsocialistrepublicsrilanka", "LK" }, { "denmark", "DK" },
	{ "deutschland", "DE" }, { "djibouti", "DJ" }, { "dominica", "DM" },
	{ "dominicanrep", "DO" }, { "dominicanrepublic", "DO" },
	{ "dprk", "KP" }, { "drc", "CD" }, { "drcongo", "CD" },
	{ "easternrepublicuruguay", "UY" }, { "easttimor", "TL" },
	{ "ecuador", "EC" }, { "egypt", "EG" }, { "eire", "IE" },
	{ "elsalvador", "SV" }, { "emirates", "AE" }, { "england", "GB" },
	{ "equatorialguinea", "GQ" }, { "eritrea", "ER" }, { "espana", "ES" },
	{ "estonia", "EE" }, { "eswatini", "SZ" }, { "ethiopia", "ET" },
	{ "falklandislands", "FK" }, { "falklandislandsmalvinas", "FK" },
	{ "falklands", "FK" }, { "faroeislands", "FO" },
	{ "federaldemocraticrepublicethiopia", "ET" },
	{ "federaldemocraticrepublicnepal", "NP" },
	{ "federalrepublicgermany", "DE" }, { "federalrepublicnigeria", "NG" },
	{ "federalrepublicsomalia", "SO" },
	{ "federatedstatesmicronesia", "FM" },
	{ "federativerepublicbrazil", "BR" }, { "fiji", "FJ" },
	{ "finland", "FI" }, { "france", "FR" }, { "frenchguiana", "GF" },
	{ "frenchpolynesia", "PF" }, { "frenchrepublic", "FR" },
	{ "frenchsouthernlands", "TF" }, { "frenchsouthernterritories", "TF" },
	{ "fyrom", "MK" }, { "gabon", "GA" }, { "gaboneserepublic", "GA" },
	{ "gambia", "GM" }, { "georgia", "GE" }, { "germany", "DE" },
	{ "ghana", "GH" }, { "gibraltar", "GI" },
	{ "grandduchyluxembourg", "LU" }, { "greatbritain", "GB" },
	{ "greece", "GR" }, { "greenland", "GL" }, { "grenada", "GD" },
	{ "guadeloupe", "GP" }, { "guam", "GU" }, { "guatemala", "GT" },
	{ "guernsey", "GG" }, { "guinea", "GN" }, { "guineabissau", "GW" },
	{ "guyana", "GY" }, { "haiti", "HT" },
	{ "hashemitekingdomjordan", "JO" },
	{ "heardislandmcdonaldislands", "HM" }, { "hellas", "GR" },
	{ "hellenicrepublic", "GR" }, { "holland", "NL" }, { "holysee", "VA" },
	{ "holyseevaticancitystate", "VA" }, { "honduras", "HN" },
	{ "hongkong", "HK" }, { "hongkongsar", "HK" },
	{ "hongkongspecialadministrativeregionchina", "HK" },
	{ "hungary", "HU" }, { "iceland", "IS" },
	{ "independentstatepapuanewguinea", "PG" },
	{ "independentstatesamoa", "WS" }, { "india", "IN" },
	{ "indonesia", "ID" }, { "iran", "IR" },
	{ "iranislamicrepublic", "IR" }, { "iraq", "IQ" }, { "ireland", "IE" },
	{ "islamicrepublicafghanistan", "AF" },
	{ "islamicrepubliciran", "IR" }, { "islamicrepublicmauritania", "MR" },
	{ "islamicrepublicpakistan", "PK" }, { "isleman", "IM" },
	{ "israel", "IL" }, { "italia", "IT" }, { "italianrepublic", "IT" },
	{ "italy", "IT" }, { "ivorycoast", "CI" }, { "jamaica", "JM" },
	{ "japan", "JP" }, { "jersey", "JE" }, { "jordan", "JO" },
	{ "kazakhstan", "KZ" }, { "kazakstan", "KZ" },
	{ "keelingislands", "CC" }, { "kenya", "KE" },
	{ "kingdombahrain", "BH" }, { "kingdombelgium", "BE" },
	{ "kingdombhutan", "BT" }, { "kingdomcambodia", "KH" },
	{ "kingdomdenmark", "DK" }, { "kingdomeswatini", "SZ" },
	{ "kingdomlesotho", "LS" }, { "kingdommorocco", "MA" },
	{ "kingdomnetherlands", "NL" }, { "kingdomnorway", "NO" },
	{ "kingdomsaudiarabia", "SA" }, { "kingdomspain", "ES" },
	{ "kingdomsweden", "SE" }, { "kingdomthailand", "TH" },
	{ "kingdomtonga", "TO" }, { "kirghizia", "KG" }, { "kiribati", "KI" },
	{ "korea", "KR" }, { "koreademocraticpeoplesrepublic", "KP" },
	{ "koreanorth", "KP" }, { "korearepublic", "KR" },
	{ "koreasouth", "KR" }, { "ksa", "SA" }, { "kuwait", "KW" },
	{ "kyrgyzrepublic", "KG" }, { "kyrgyzstan", "KG" },
	{ "laopeoplesdemocraticrepublic", "LA" }, { "laos", "LA" },
	{ "latvia", "LV" }, { "lebaneserepublic", "LB" }, { "lebanon", "LB" },
	{ "lesotho", "LS" }, { "liberia", "LR" }, { "libya", "LY" },
	{ "libyanarabjamahiriya", "LY" }, { "liechtenstein", "LI" },
	{ "lithuania", "LT" }, { "luxembourg", "LU" }, { "macao", "MO" },
	{ "macaosar", "MO" },
	{ "macaospecialadministrativeregionchina", "MO" }, { "macau", "MO" },
	{ "macausar", "MO" }, { "macedonia", "MK" }, { "madagascar", "MG" },
	{ "mainlandchina", "CN" }, { "malawi", "MW" }, { "malaysia", "MY" },
	{ "maldives", "MV" }, { "mali", "ML" }, { "malta", "MT" },
	{ "marshallislands", "MH" }, { "martinique", "MQ" },
	{ "mauritania", "MR" }, { "mauritius", "MU" }, { "mayotte", "YT" },
	{ "mexico", "MX" }, { "micronesia", "FM" },
	{ "micronesiafederatedstates", "FM" }, { "moldova", "MD" },
	{ "moldovarepublic", "MD" }, { "monaco", "MC" }, { "mongolia", "MN" },
	{ "montenegro", "ME" }, { "montserrat", "MS" }, { "morocco", "MA" },
	{ "mozambique", "MZ" }, { "myanmar", "MM" }, { "namibia", "NA" },
	{ "nauru", "NR" }, { "nederland", "NL" }, { "nepal", "NP" },
	{ "netherlands", "NL" }, { "newcaledonia", "NC" },
	{ "newzealand", "NZ" }, { "nicaragua", "NI" }, { "niger", "NE" },
	{ "nigeria", "NG" }, { "niue", "NU" }, { "nkorea", "KP" },
	{ "norfolkisland", "NF" }, { "northernireland", "GB" },
	{ "northernmarianaislands", "MP" }, { "northkorea", "KP" },
	{ "northmacedonia", "MK" }, { "norway", "NO" },
	{ "oesterreich", "AT" }, { "oman", "OM" }, { "osterreich", "AT" },
	{ "pakistan", "PK" }, { "palau", "PW" }, { "palestine", "PS" },
	{ "palestinestate", "PS" }, { "palestinianterritories", "PS" },
	{ "palestinianterritory", "PS" }, { "panama", "PA" },
	{ "papuanewguinea", "PG" }, { "paraguay", "PY" },
	{ "peoplesdemocraticrepublicalgeria", "DZ" },
	{ "peoplesrepublicbangladesh", "BD" },
	{ "peoplesrepublicchina", "CN" }, { "peru", "PE" },
	{ "philippines", "PH" }, { "pitcairn", "PN" },
	{ "pitcairnislands", "PN" }, { "plurinationalstatebolivia", "BO" },
	{ "poland", "PL" }, { "portugal", "PT" },
	{ "portugueserepublic", "PT" }, { "prc", "CN" },
	{ "principalityandorra", "AD" }, { "principalityliechtenstein", "LI" },
	{ "principalitymonaco", "MC" }, { "puertorico", "PR" },
	{ "qatar", "QA" }, { "republicalbania", "AL" },
	{ "republicangola", "AO" }, { "republicarmenia", "AM" },
	{ "republicaustria", "AT" }, { "republicazerbaijan", "AZ" },
	{ "republicbelarus", "BY" }, { "republicbenin", "BJ" },
	{ "republicbosniaherzegovina", "BA" }, { "republicbotswana", "BW" },
	{ "republicbulgaria", "BG" }, { "republicburundi", "BI" },
	{ "republiccaboverde", "CV" }, { "republiccameroon", "CM" },
	{ "republicchad", "TD" }, { "republicchile", "CL" },
	{ "republicchina", "TW" }, { "republiccolombia", "CO" },
	{ "republiccongo", "CG" }, { "republiccostarica", "CR" },
	{ "republiccotedivoire", "CI" }, { "republiccroatia", "HR" },
	{ "republiccuba", "CU" }, { "republiccyprus", "CY" },
	{ "republicdjibouti", "DJ" }, { "republicecuador", "EC" },
	{ "republicelsalvador", "SV" }, { "republicequatorialguinea", "GQ" },
	{ "republicestonia", "EE" }, { "republicfiji", "FJ" },
	{ "republicfinland", "FI" }, { "republicgambia", "GM" },
	{ "republicghana", "GH" }, { "republicguatemala", "GT" },
	{ "republicguinea", "GN" }, { "republicguineabissau", "GW" },
	{ "republicguyana", "GY" }, { "republichaiti", "HT" },
	{ "republichonduras", "HN" }, { "republiciceland", "IS" },
	{ "republicindia", "IN" }, { "republicindonesia", "ID" },
	{ "republiciraq", "IQ" }, { "republicireland", "IE" },
	{ "republickazakhstan", "KZ" }, { "republickenya", "KE" },
	{ "republickiribati", "KI" }, { "republickorea", "KR" },
	{ "republiclatvia", "LV" }, { "republicliberia", "LR" },
	{ "republiclithuania", "LT" }, { "republicmadagascar", "MG" },
	{ "republicmalawi", "MW" }, { "republicmaldives", "MV" },
	{ "republicmali", "ML" }, { "republicmalta", "MT" },
	{ "republicmarshallislands", "MH" }, { "republicmauritius", "MU" },
	{ "republicmoldova", "MD" }, { "republicmozambique", "MZ" },
	{ "republicmyanmar", "MM" }, { "republicnamibia", "NA" },
	{ "republicnauru", "NR" }, { "republicnicaragua", "NI" },
	{ "republicniger", "NE" }, { "republicnorthmacedonia", "MK" },
	{ "republicpalau", "PW" }, { "republicpanama", "PA" },
	{ "republicparaguay", "PY" }, { "republicperu", "PE" },
	{ "republicphilippines", "PH" }, { "republicpoland", "PL" },
	{ "republicsanmarino", "SM" }, { "republicsenegal", "SN" },
	{ "republicserbia", "RS" }, { "republicseychelles", "SC" },
	{ "republicsierraleone", "SL" }, { "republicsingapore", "SG" },
	{ "republicslovenia", "SI" }, { "republicsouthafrica", "ZA" },
	{ "republicsouthsudan", "SS" }, { "republicsudan", "SD" },
	{ "republicsuriname", "SR" }, { "republictajikistan", "TJ" },
	{ "republictrinidadtobago", "TT" }, { "republictunisia", "TN" },
	{ "republicturkiye", "TR" }, { "republicuganda", "UG" },
	{ "republicuzbekistan", "UZ" }, { "republicvanuatu", "VU" },
	{ "republicyemen", "YE" }, { "republiczambia", "ZM" },
	{ "republiczimbabwe", "ZW" }, { "reunion", "RE" }, { "romania", "RO" },
	{ "rsa", "ZA" }, { "russia", "RU" }, { "russianfederation", "RU" },
	{ "rwanda", "RW" }, { "rwandeserepublic", "RW" },
	{ "saintbarthelemy", "BL" }, { "sainthelena", "SH" },
	{ "sainthelenaascensiontristandacunha", "SH" }, { "saintkitts", "KN" },
	{ "saintkittsnevis", "KN" }, { "saintlucia", "LC" },
	{ "saintmartin", "MF" }, { "saintmartinfrenchpart", "MF" },
	{ "saintpierremiquelon", "PM" }, { "saintvincent", "VC" },
	{ "saintvincentgrenadines", "VC" }, { "samoa", "WS" },
	{ "samoaamerican", "AS" }, { "sanmarino", "SM" }, { "saotome", "ST" },
	{ "saotomeprincipe", "ST" }, { "saudiarabia", "SA" },
	{ "schweiz", "CH" }, { "scotland", "GB" }, { "senegal", "SN" },
	{ "serbia", "RS" }, { "seychelles", "SC" }, { "sierraleone", "SL" },
	{ "singapore", "SG" }, { "sintmaarten", "SX" },
	{ "sintmaartendutchpart", "SX" }, { "skorea", "KR" },
	{ "slovakia", "SK" }, { "slovakrepublic", "SK" }, { "slovenia", "SI" },
	{ "socialistrepublicvietnam", "VN" }, { "solomonislands", "SB" },
	{ "somalia", "SO" }, { "southafrica", "ZA" },
	{ "southgeorgiasouthsandwichislands", "GS" }, { "southkorea", "KR" },
	{ "southsudan", "SS" }, { "spain", "ES" }, { "srilanka", "LK" },
	{ "stateeritrea", "ER" }, { "stateisrael", "IL" },
	{ "statekuwait", "KW" }, { "statepalestine", "PS" },
	{ "stateqatar", "QA" }, { "sudan", "SD" }, { "suisse", "CH" },
	{ "sultanateoman", "OM" }, { "suriname", "SR" },
	{ "svalbardjanmayen", "SJ" }, { "swaziland", "SZ" },
	{ "sweden", "SE" }, { "swissconfederation", "CH" },
	{ "switzerland", "CH" }, { "syria", "SY" },
	{ "syrianarabrepublic", "SY" }, { "taiwan", "TW" },
	{ "taiwanprovincechina", "TW" }, { "tajikistan", "TJ" },
	{ "tanzania", "TZ" }, { "tanzaniaunitedrepublic", "TZ" },
	{ "thailand", "TH" }, { "timorleste", "TL" }, { "togo", "TG" },
	{ "togoleserepublic", "TG" }, { "tokelau", "TK" }, { "tonga", "TO" },
	{ "trinidad", "TT" }, { "trinidadtobago", "TT" }, { "tunisia", "TN" },
	{ "turkey", "TR" }, { "turkiye", "TR" }, { "turkmenistan", "TM" },
	{ "turkscaicosislands", "TC" }, { "tuvalu", "TV" }, { "uae", "AE" },
	{ "uganda", "UG" }, { "uk", "GB" }, { "ukraine", "UA" },
	{ "unioncomoros", "KM" }, { "unitedarabemirates", "AE" },
	{ "unitedkingdom", "GB" }, { "unitedkingdomgreatbritain", "GB" },
	{ "unitedkingdomgreatbritainnorthernireland", "GB" },
	{ "unitedmexicanstates", "MX" }, { "unitedrepublictanzania", "TZ" },
	{ "unitedstates", "US" }, { "unitedstatesamerica", "US" },
	{ "unitedstatesminoroutlyingislands", "UM" }, { "uruguay", "UY" },
	{ "usa", "US" }, { "usminoroutlyingislands", "UM" }, { "usvi", "VI" },
	{ "usvirginislands", "VI" }, { "uzbekistan", "UZ" },
	{ "vanuatu", "VU" }, { "vatican", "VA" }, { "vaticancity", "VA" },
	{ "vaticancitystate", "VA" }, { "venezuela", "VE" },
	{ "venezuelabolivarianrepublic", "VE" }, { "vietnam", "VN" },
	{ "virginislands", "VI" }, { "virginislandsbritish", "VG" },
	{ "virginislandsuk", "VG" }, { "virginislandsunitedstates", "VI" },
	{ "virginislandsus", "VI" }, { "wales", "GB" },
	{ "wallisfutuna", "WF" }, { "westernsahara", "EH" },
	{ "westernsamoa", "WS" }, { "yemen", "YE" }, { "zaire", "CD" },
	{ "zambia", "ZM" }, { "zimbabwe", "ZW" },};

/*
 * Append the letters of the LEN bytes of WORD as they are compared; NAME is
 * what stands before.
 */
static void
add_word(struct crm_buf *name, const char *word, size_t len)
{
	if ((len == 3 && !memcmp(word, "the", 3)) ||
	    (len == 2 && !memcmp(word, "of", 2)) ||
	    (len == 3 && !memcmp(word, "and", 3)))
		return;
	if (len == 2 && !memcmp(word, "st", 2))
		crm_buf_str(name, "saint");
	else
		crm_buf_add(name, word, len);
}

static bool
is_letter_code(int32_t cp)
{
	return cp >= 'a' && cp <= 'z';
}

/* Whether CP may stand in or between words without being looked at. */
static bool
is_passed_over(int32_t cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE:
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PO:
	case UTF8PROC_CATEGORY_ZS:
		return true;
	default:
		return cp == '`' || cp == 0xb4;
	}
}

/* Make of KEY, a name's sorting key, the letters by which it is compared. */
static int
add_letters(struct crm_buf *name, const struct crm_buf *key)
{
	size_t word = 0, at = 0, n;
	int32_t cp;

	for (; at < key->len; at += n) {
		n = code_point_at(&cp, key->s + at, key->len - at);
		if (is_letter_code(cp))
			continue;
		if (!is_passed_over(cp))
			return CRM_EINVAL;
		add_word(name, key->s + word, at - word);
		word = at + n;
	}
	add_word(name, key->s + word, at - word);
	return 0;
}

static int
compare_code(const void *key, const void *element)
{
	return memcmp(key, ((const struct code *)element)->two, 2);
}

/* ST is one, AND another: these are looked for before words are. */
static const char *
code_of(const char *letters, size_t len)
{
	size_t n = sizeof(codes) / sizeof(*codes);
	const struct code *found = NULL;
	char code[3];

	if (len != 2 && len != 3)
		return NULL;
	for (size_t i = 0; i < len; i++)
		code[i] = (char)(letters[i] - 32);
	if (len == 2)
		found = bsearch(code, codes, n, sizeof(*codes), compare_code);
	for (size_t i = 0; len == 3 && !found && i < n; i++)
		if (!memcmp(codes[i].three, code, 3))
			found = &codes[i];
	return found ? found->two : NULL;
}

static int
compare_name(const void *key, const void *element)
{
	return strcmp(key, ((const struct name *)element)->name);
}

static const char *
code_of_name(const char *letters)
{
	const struct name *found;

	found = bsearch(letters, names, sizeof(names) / sizeof(*names),
			sizeof(*names), compare_name);
	return found ? found->code : NULL;
}

const char *
crm_country_code(const char *s, size_t len)
{
	struct crm_buf key = { 0 }, name = { 0 };
	const char *code;

	if (len > NAME_MAX_LEN)
		return NULL;
	crm_name_key(&key, s, len);
	code = code_of(key.s, key.len);
	if (!code && !add_letters(&name, &key) && name.len) {
		code = code_of(name.s, name.len);
		if (!code)
			code = code_of_name(name.s);
	}
	crm_buf_free(&name);
	crm_buf_free(&key);
	return code;
}
