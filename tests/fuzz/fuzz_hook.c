/*
 * What a hook prints, as the answer to three records: it is refused with a
 * sentence, or each answer is about one of them.  The first byte chooses the
 * hook.
 */
#include "fuzz.h"

#include "service/hooks.h"

static void
look(const struct hook_answer *a)
{
	for (const struct hook_set *s = a->sets; s; s = s->next)
		if (!s->field || (s->text.kind != CRM_TEXT &&
		    s->text.kind != CRM_NULL))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct crm crm;
	struct crm_hooks h = { .crm = &crm };
	enum hook hook;
	int fd, rc;

	if (!size)
		return 0;
	crm.err = (struct crm_error){ 0 };
	hook = data[0] % 3;
	h.import = data[0] & 64;
	for (int64_t n = 1; n <= 3; n++) {
		struct hook_event e = { .n = n, .id = n, .hook = hook,
			.entity = 1 };

		crm_buf_add(&h.events, &e, sizeof(e));
	}
	fd = fuzz_file(data + 1, size - 1);
	rc = hook_answers(&h, hook, fd);
	if (rc && (rc != CRM_EREFUSED || !crm.err.text[0]))
		abort();
	for (int64_t n = 1; !rc && n <= 3; n++) {
		int64_t *at = crm_map_put(&h.answers, &n, sizeof(n));

		if (*at)
			look((const void *)(intptr_t)*at);
	}
	close(fd);
	crm_map_free(&h.answers);
	crm_buf_free(&h.events);
	crm_arena_free(&h.arena);
	return 0;
}
