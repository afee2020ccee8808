#include "crm/number.h"

#include "base/scan.h"

__extension__ typedef __int128 wide;

/* The length of what may set groups of three apart, 0 when none is next. */
static size_t
separator(const struct scan *p, char point)
{
	static const char *const blanks[] = {
		" ", "'", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x99"
	};
	size_t left = (size_t)(p->end - p->s);

	if (scan_peek(p) == (point == '.' ? ',' : '.'))
		return 1;
	for (size_t i = 0; i < sizeof(blanks) / sizeof(*blanks); i++) {
		size_t n = strlen(blanks[i]);

		if (left >= n && !memcmp(p->s, blanks[i], n))
			return n;
	}
	return 0;
}

/* A number as far as it was read. */
struct number {
	int64_t n;
	bool large, fine;	/* beyond the limit; more decimals than kept */
	bool dot;		/* it has a decimal point */
	int groups;		/* set apart by what may be the point, too */
};

static void
add_digit(struct number *x, char digit)
{
	if (!x->large)
		x->n = x->n * 10 + (digit - '0');
	x->large = x->large || x->n > CRM_NUMBER_MAX;
}

/* Whole digits, in even groups of three or in none; all set apart alike. */
static int
scan_whole(struct number *x, struct scan *p, char point)
{
	const char *first = NULL;
	size_t first_len = 0;
	int run = 0;

	for (;; run++) {
		size_t len;

		if (scan_is_digit(scan_peek(p))) {
			add_digit(x, *p->s++);
			continue;
		}
		len = point ? separator(p, point) : 0;
		if (!run || (first && run != 3))
			return CRM_EINVAL;
		if (!len)
			return 0;
		if (run > 3 || (first && (len != first_len ||
					  memcmp(first, p->s, len))))
			return CRM_EINVAL;
		first = p->s;
		first_len = len;
		x->groups += *first == ',' || *first == '.';
		p->s += len;
		run = -1;
	}
}

static int
scan_fraction(struct number *x, struct scan *p, char point, int decimals)
{
	x->dot = scan_char(p, point);
	if (x->dot && !scan_is_digit(scan_peek(p)))
		return CRM_EINVAL;
	for (; x->dot && scan_is_digit(scan_peek(p)); decimals--) {
		char digit = *p->s++;

		if (decimals > 0)
			add_digit(x, digit);
		else
			x->fine = x->fine || digit != '0';
	}
	for (; decimals > 0 && x->n; decimals--)
		add_digit(x, '0');
	return 0;
}

/* GROUPS is the decimal point, or 0 when digits may not be grouped. */
static int
scan_all(struct number *x, struct scan p, int decimals, char point,
	 char groups)
{
	bool minus = scan_char(&p, '-');

	*x = (struct number){ 0 };
	if (!minus)
		scan_char(&p, '+');
	if (scan_whole(x, &p, groups) ||
	    scan_fraction(x, &p, point, decimals) || !scan_done(&p))
		return CRM_EINVAL;
	if (minus)
		x->n = -x->n;
	return 0;
}

static int
parse(int64_t *out, struct scan p, int decimals, char point, char groups)
{
	struct number x;

	if (scan_all(&x, p, decimals, point, groups) || x.large || x.fine)
		return CRM_EINVAL;
	*out = x.n;
	return 0;
}

int
crm_number_parse(int64_t *out, const char *s, size_t len, int decimals,
		 char point)
{
	return parse(out, scan_of(s, len), decimals, point, point);
}

/* 1.2345k is what 1.2345 is with three decimals more. */
static size_t
pass_unit(const char *s, size_t len, int *decimals)
{
	if (len && s[len - 1] == 'k')
		*decimals += 3;
	else if (len && s[len - 1] == 'M')
		*decimals += 6;
	else
		return len;
	return len - 1;
}

int
crm_number_read(int64_t *out, const char *s, size_t len, int decimals)
{
	len = pass_unit(s, len, &decimals);
	return parse(out, scan_of(s, len), decimals, '.', 0);
}

enum crm_number_fault
crm_number_why(const char *s, size_t len, int decimals, char point)
{
	struct number x;

	if (!point)
		len = pass_unit(s, len, &decimals);
	if (scan_all(&x, scan_of(s, len), decimals, point ? point : '.',
	    point))
		return CRM_NUMBER_FORM;
	if (x.large)
		return CRM_NUMBER_LARGE;
	return x.fine ? CRM_NUMBER_DECIMALS : CRM_NUMBER_FINE;
}

bool
crm_number_ambiguous(const char *s, size_t len)
{
	struct number x;

	return memchr(s, ',', len) && !scan_all(&x, scan_of(s, len), 0, '.',
	    '.') && x.groups == 1 && !x.dot;
}

void
crm_number_write(struct crm_buf *out, int64_t n, int decimals, int trim)
{
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char text[64], *end = text + sizeof(text), *p = end;

	for (; trim && decimals > 0 && u % 10 == 0; decimals--)
		u /= 10;
	for (int i = 0; u || i <= decimals; i++) {
		if (i && i == decimals)
			*--p = '.';
		*--p = (char)('0' + u % 10);
		u /= 10;
	}
	if (n < 0)
		*--p = '-';
	crm_buf_add(out, p, (size_t)(end - p));
}

int64_t
crm_share(int64_t n, int64_t part, int64_t whole)
{
	wide product = (wide)n * part, half = whole, share;

	if (!whole)
		return 0;
	if (half < 0) {
		half = -half;
		product = -product;
	}
	share = product / half;
	product -= share * half;
	if (product >= half - product)
		share++;
	else if (-product >= half + product)
		share--;
	if (share > INT64_MAX)
		return INT64_MAX;
	return share < INT64_MIN ? INT64_MIN : (int64_t)share;
}
