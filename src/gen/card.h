/* What must be known of a rule before its file is read. */
#ifndef PF_GEN_CARD_H
#define PF_GEN_CARD_H

#include <stdbool.h>
#include <stdio.h>

enum { GEN_WORD = 100 /* bytes of one value, its NUL included; a name is a few words */ };

struct gen_card {
    char id[GEN_WORD], name[GEN_WORD], severity[GEN_WORD], check[GEN_WORD];
    char tags[GEN_WORD];  /* "[django, security]" */
    char walks[GEN_WORD]; /* the root that all of its first `for` expression stands on, or "" */
    bool internal, unsuppressable;
    size_t length; /* bytes of the file before its examples, which stand last */
};

/* Is it "rules/djg/DJG001-debug-enabled.yaml"? Tables lie beside them. */
bool gen_is_rule(const char *path);
/*
 * Reads the lines of a rule file that holds one rule: keys at the first column of the rule, each
 * value of a card on its key's line and without quotes. False, with words on standard error, when
 * one is missing or stands otherwise.
 */
bool gen_card_read(const char *path, FILE *in, struct gen_card *card);
/* The tags as an array, tags_N; nothing when there are none. */
void gen_card_write_tags(FILE *out, const struct gen_card *card, int number);
/* The row of pf_built_in_rules for the rule in file_N, which has `length` bytes. */
void gen_card_write(FILE *out, const struct gen_card *card, const char *path, size_t length,
                    int number);

#endif
