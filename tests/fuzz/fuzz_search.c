/*
 * Words to be searched for: whatever is typed, the index takes it.  The first
 * byte chooses where: everywhere, among some entities, or those that the text
 * names before its first NUL.
 */
#include "fuzz.h"

#include "crm/search_list.h"

static int
begin(void *ctx, const struct crm_column *cols, size_t n)
{
	(void)ctx;
	(void)cols;
	if (n != 4)
		abort();
	return 0;
}

static int
row(void *ctx, const struct crm_value *cells)
{
	(void)ctx;
	if (cells[0].kind != CRM_TEXT)
		abort();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm *crm = fuzz_crm(true);
	const struct crm_sink to = { begin, row, NULL };
	struct crm_search_how how = { .limit = 20 };
	struct crm_buf text = { 0 };

	if (!size)
		return 0;
	crm_buf_add(&text, data + 1, size - 1);
	how.text = text.s ? text.s : "";
	how.in = data[0] % 3 == 1 ? "contact,account" : NULL;
	if (data[0] % 3 == 2) {
		how.in = how.text;
		how.text += strlen(how.text) + (strlen(how.text) < text.len);
	}
	how.links = data[0] & 128;
	fuzz_check(crm, crm_search_list(crm, &how, &to));
	crm_buf_free(&text);
	return 0;
}
