/*
 * ISO 4217: all active codes that have a minor unit, funds included; and
 * those replaced since 2020, because a company's history holds them.
 */
#include "crm/number.h"

#include <stdlib.h>

static const char *const codes[] = {
	"AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN",
	"BAM", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BOV",
	"BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE", "CHF",
	"CHW", "CLF", "CLP", "CNY", "COP", "COU", "CRC", "CUC", "CUP", "CVE",
	"CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD",
	"FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD",
	"HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK",
	"JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD",
	"KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL",
	"MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN",
	"MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR",
	"PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD",
	"RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE",
	"SLL", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS",
	"TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD",
	"USN", "UYI", "UYU", "UYW", "UZS", "VED", "VES", "VND", "VUV", "WST",
	"XAD", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
	"ZWL", NULL};

static const char *const none[] = {
	"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF",
	"UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF", NULL
};
static const char *const three[] = {
	"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND", NULL
};
static const char *const four[] = { "CLF", "UYW", NULL };

static int
compare(const void *key, const void *element)
{
	return memcmp(key, *(const char *const *)element, 3);
}

static int
is_in(const char *const *list, const char *code)
{
	for (; *list; list++)
		if (!memcmp(*list, code, 3))
			return 1;
	return 0;
}

int
crm_currency_decimals(const char *code, size_t len)
{
	if (len != 3 || !bsearch(code, codes,
				 sizeof(codes) / sizeof(*codes) - 1,
				 sizeof(*codes), compare))
		return -1;
	if (is_in(none, code))
		return 0;
	if (is_in(three, code))
		return 3;
	return is_in(four, code) ? 4 : 2;
}

const char *const *
crm_currencies_with(int decimals)
{
	static const char *const nothing[] = { NULL };

	switch (decimals) {
	case 0:
		return none;
	case 3:
		return three;
	case 4:
		return four;
	default:
		return nothing;
	}
}

const char *const *
crm_currencies(void)
{
	return codes;
}
