#include "io/source.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
	WINDOW = 256 * 1024, RAW = 64 * 1024,
	FULL = WINDOW - 64	/* room for any character decoded */
};

static const size_t unknown = SIZE_MAX;

void
crm_source_memory(struct crm_source *src, const char *name, const char *s,
		  size_t len)
{
	*src = (struct crm_source){
		.fd = -1, .name = name,
		.window = s ? s : "", .end = len, .eof = true,
		.next_lf = unknown, .next_cr = unknown
	};
	if (len >= 3 && !memcmp(src->window, "\xef\xbb\xbf", 3))
		src->at = 3;
}

int
crm_source_open(struct crm_source *src, int fd, const char *name,
		const char *encoding, struct crm_error *err)
{
	*src = (struct crm_source){
		.fd = fd, .name = name, .next_lf = unknown, .next_cr = unknown
	};
	crm_buf_grow(&src->text, WINDOW);
	src->window = src->text.s;
	if (!encoding || !strcasecmp(encoding, "utf-8") ||
	    !strcasecmp(encoding, "utf8"))
		return 0;
	/* A slash would begin iconv's own options, which drop text. */
	src->conv = strchr(encoding, '/') || !*encoding ? (iconv_t)-1 :
	    iconv_open("UTF-8", encoding);
	if (src->conv == (iconv_t)-1) {
		crm_fail(err, CRM_EINVAL, "the encoding \"%s\" is unknown",
		    encoding);
		return crm_hint(err, "iconv -l lists those there are, "
		    "for example ISO-8859-1, WINDOWS-1252, UTF-16");
	}
	src->decodes = true;
	crm_buf_grow(&src->raw, RAW);
	return 0;
}

void
crm_source_close(struct crm_source *src)
{
	if (src->decodes)
		iconv_close(src->conv);
	crm_buf_free(&src->text);
	crm_buf_free(&src->raw);
}

/* Up to N bytes; 0 at the end. */
static int
read_some(struct crm_source *src, char *to, size_t n, size_t *got,
	  struct crm_error *err)
{
	ssize_t r;

	do
		r = read(src->fd, to, n);
	while (r < 0 && errno == EINTR);
	if (r < 0)
		return crm_fail(err, CRM_EFAIL, "cannot read %s: %s",
		    src->name, strerror(errno));
	*got = (size_t)r;
	src->bytes += r;
	return 0;
}

/*
 * Decode what is raw into the window.  At the end of the input a last call
 * without text lets the decoder give out what it keeps.
 */
static void
decode(struct crm_source *src, bool last)
{
	char *in = src->raw.s, *out = src->text.s + src->end;
	size_t in_left = src->raw.len, out_left = WINDOW - src->end;
	size_t rc = iconv(src->conv, &in, &in_left, &out, &out_left);
	int why = rc == (size_t)-1 ? errno : 0;

	if (!why && last && !src->flushed) {
		src->flushed = true;
		iconv(src->conv, NULL, NULL, &out, &out_left);
	}
	memmove(src->raw.s, in, in_left);
	crm_buf_cut(&src->raw, in_left);
	src->end = (size_t)(out - src->text.s);
	if (why == EILSEQ || (why == EINVAL && last))
		src->eof = src->broken = true;
	else if (last && !in_left)
		src->eof = true;
}

static int
fill_decoded(struct crm_source *src, struct crm_error *err)
{
	const size_t before = src->end;

	while (src->end == before && !src->eof) {
		size_t got = 0, room = RAW - src->raw.len;
		int rc = room ? read_some(src, src->raw.s + src->raw.len,
		    room, &got, err) : 0;

		if (rc)
			return rc;
		src->raw.len += got;
		decode(src, room && !got);
	}
	return 0;
}

static int
refuse_utf16(const struct crm_source *src, struct crm_error *err)
{
	crm_fail(err, CRM_EINVAL, "%s is not UTF-8 but looks like UTF-16",
	    src->name);
	return crm_hint(err, "say --encoding UTF-16, or UTF-16LE or UTF-16BE "
	    "when it has no byte order mark");
}

/* At the start: refuse what has two bytes a character, pass over a mark. */
static int
look_at_start(struct crm_source *src, struct crm_error *err)
{
	const unsigned char *s = (const unsigned char *)src->window;
	const size_t n = src->end;

	if (n < 4 && !src->eof)
		return 0;
	src->stripped = true;
	if (!src->decodes && n >= 2 &&
	    ((s[0] == 0xff && s[1] == 0xfe) || (s[0] == 0xfe && s[1] == 0xff)))
		return refuse_utf16(src, err);
	if (!src->decodes && n >= 4 &&
	    !s[0] == !s[2] && !s[1] == !s[3] && !s[0] != !s[1])
		return refuse_utf16(src, err);
	if (n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3))
		src->at = 3;
	return 0;
}

int
crm_source_fill(struct crm_source *src, struct crm_error *err)
{
	int rc = 0;

	if (src->at && !src->eof) {
		memmove(src->text.s, src->text.s + src->at,
		    src->end - src->at);
		src->end -= src->at;
		src->at = 0;
	}
	src->next_lf = src->next_cr = unknown;
	while (!rc && !src->eof && src->end < FULL) {
		size_t got = 0;

		if (src->decodes) {
			rc = fill_decoded(src, err);
		} else {
			rc = read_some(src, src->text.s + src->end,
			    WINDOW - src->end, &got, err);
			src->end += got;
			src->eof = !rc && !got;
		}
		if (!rc && !src->stripped)
			rc = look_at_start(src, err);
		if (src->stripped)
			break;
	}
	return rc;
}

/* Where the next C is in the window, or its end; found once. */
static size_t
next_of(const struct crm_source *src, char c, size_t limit, size_t *known)
{
	const char *p;

	if (*known != unknown && *known >= src->at)
		return *known;
	p = memchr(src->window + src->at, c, limit - src->at);
	if (!p && limit < src->end)
		return src->end;
	*known = p ? (size_t)(p - src->window) : src->end;
	return *known;
}

/* The end of the line at src->at, or 0 when more must be read to know. */
static size_t
line_end(struct crm_source *src)
{
	size_t lf = next_of(src, '\n', src->end, &src->next_lf);
	size_t cr = next_of(src, '\r', lf, &src->next_cr);

	if (cr < lf) {
		if (cr + 1 < src->end)
			return src->window[cr + 1] == '\n' ? cr + 2 : cr + 1;
		return src->eof ? cr + 1 : 0;
	}
	return lf < src->end ? lf + 1 : 0;
}

int
crm_source_piece(struct crm_source *src, struct crm_piece *piece,
		 struct crm_error *err)
{
	size_t end = line_end(src);

	while (!end && !src->eof && src->end - src->at < CRM_SOURCE_LONG) {
		int rc = crm_source_fill(src, err);

		if (rc)
			return rc;
		end = line_end(src);
	}
	piece->whole = end || src->eof;
	if (!end) {
		end = src->end;
		/* A last CR may be half of a CRLF. */
		if (!src->eof && src->window[end - 1] == '\r')
			end--;
	}
	piece->s = src->window + src->at;
	piece->len = end - src->at;
	src->at = end;
	return piece->len > 0;
}
