/* By name: a list of those that the programs we start know, and words that names of secrets hold.
 */
#include "deploy/secret.h"

#include <unistd.h>

static const char *const words[] = {"TOKEN",       "PASSWORD",   "PASSWD",     "SECRET",
                                    "PRIVATE_KEY", "API_KEY",    "ACCESS_KEY", "CREDENTIAL",
                                    "DSN",         "PASSPHRASE", NULL};
/* These hold names of files or public ids, whatever their own names say. */
static const char *const innocent[] = {"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_SHARED_CREDENTIALS_FILE",
                                       "AWS_ACCESS_KEY_ID", NULL};

bool pf_secret_is_name(pf_str name)
{
    for (size_t i = 0; innocent[i] != NULL; i++)
        if (pf_str_eq(name, pf_str_c(innocent[i])))
            return false;
    for (size_t i = 0; words[i] != NULL; i++)
        if (pf_str_contains(name, pf_str_c(words[i])))
            return true;
    return false;
}

void pf_secrets_hide(struct pf_masker *masker)
{
    for (char **item = environ; item != NULL && *item != NULL; item++) {
        pf_str name, value;
        if (pf_str_cut(pf_str_c(*item), '=', &name, &value) && pf_secret_is_name(name))
            pf_masker_add(masker, value);
    }
}
