/* What a character becomes in keys and words. */
#ifndef BASE_LETTERS_H
#define BASE_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The code point that CP is in a name key, whatever stands beside it: folded
 * and without marks, 0 for a mark alone.  False when that depends on its
 * neighbours, or it becomes several.
 */
bool letter_of(int32_t *out, int32_t cp);

#endif
