/* Names that AWS, Docker, git and GitHub take, and what only looks like one. */
#include "unit.h"

#include "deploy/grammar.h"

#include <string.h>

Suite *grammar_suite(void);

enum { FILL = 300 };

struct example {
    enum pf_grammar grammar;
    const char *value;
    bool is_one;
};
static const struct example examples[] = {
    {PF_GRAMMAR_ECS_NAME, "shop-web_2", true},
    {PF_GRAMMAR_ECS_NAME, "shop web", false},
    {PF_GRAMMAR_ECS_NAME, "shop/web", false},
    {PF_GRAMMAR_ARN, "arn:aws:ecs:eu-west-3:482913570216:service/production/shop", true},
    {PF_GRAMMAR_ARN, "arn:aws-us-gov:iam::482913570216:role/x", true},
    {PF_GRAMMAR_ARN, "arn:aws:ecs:eu-west-3:48x2913570216:service/shop", false},
    {PF_GRAMMAR_ARN, "arn:aws:ecs:eu-west-3:482913570216:", false},
    {PF_GRAMMAR_ARN, "urn:aws:ecs:eu-west-3:482913570216:x", false},
    {PF_GRAMMAR_ECS_NAME_OR_ARN, "production", true},
    {PF_GRAMMAR_REGION, "eu-west-3", true},
    {PF_GRAMMAR_REGION, "us-gov-east-1", true},
    {PF_GRAMMAR_REGION, "eu-west", false},
    {PF_GRAMMAR_REGION, "EU-WEST-3", false},
    {PF_GRAMMAR_REGION, "eu-west-3.evil.example", false},
    {PF_GRAMMAR_IMAGE_NAME, "lejardin/shop", true},
    {PF_GRAMMAR_IMAGE_NAME, "127.0.0.1:5000/lejardin/shop", true},
    {PF_GRAMMAR_IMAGE_NAME, "registry.example.com/a/b__c/d--e.f", true},
    {PF_GRAMMAR_IMAGE_NAME, "482913570216.dkr.ecr.eu-west-3.amazonaws.com/shop", true},
    {PF_GRAMMAR_IMAGE_NAME, "lejardin/Shop", false},
    {PF_GRAMMAR_IMAGE_NAME, "lejardin/shop:1", false},
    {PF_GRAMMAR_IMAGE_NAME, "lejardin//shop", false},
    {PF_GRAMMAR_IMAGE_NAME, "lejardin/_shop", false},
    {PF_GRAMMAR_IMAGE_NAME, "lejardin/a..b", false},
    {PF_GRAMMAR_IMAGE_NAME, "lejardin/a___b", false},
    {PF_GRAMMAR_IMAGE_NAME, "host.example:99999/shop", false},
    {PF_GRAMMAR_TAG, "1.4.0", true},
    {PF_GRAMMAR_TAG, ".hidden", false},
    {PF_GRAMMAR_TAG, "a/b", false},
    {PF_GRAMMAR_DIGEST, "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
     true},
    {PF_GRAMMAR_DIGEST, "sha256:0123456789abcdef", false},
    {PF_GRAMMAR_HOST, "registry.example.com:5000", true},
    {PF_GRAMMAR_HOST, "[::1]:5000", true},
    {PF_GRAMMAR_HOST, "127.0.0.1", true},
    {PF_GRAMMAR_HOST, "host:0", false},
    {PF_GRAMMAR_HOST, "host:65536", false},
    {PF_GRAMMAR_HOST, "a..b", false},
    {PF_GRAMMAR_HOST, "host/path", false},
    {PF_GRAMMAR_HOST, "user@host", false},
    {PF_GRAMMAR_URL, "https://www.lejardin.fr/healthz?x=1", true},
    {PF_GRAMMAR_URL, "http://127.0.0.1:8080", true},
    {PF_GRAMMAR_URL, "https://user:password@www.lejardin.fr/", false},
    {PF_GRAMMAR_URL, "ftp://www.lejardin.fr/", false},
    {PF_GRAMMAR_URL, "https:///path", false},
    {PF_GRAMMAR_URL, "https://a b/", false},
    {PF_GRAMMAR_URL, "https://good.example\\@evil.example/", false},
    {PF_GRAMMAR_COMMIT, "0123456789abcdef0123456789abcdef01234567", true},
    {PF_GRAMMAR_COMMIT, "0123456", false},
    {PF_GRAMMAR_COMMIT, "HEAD", false},
    {PF_GRAMMAR_BRANCH, "feature/x.y", true},
    {PF_GRAMMAR_BRANCH, "a..b", false},
    {PF_GRAMMAR_BRANCH, "a b", false},
    {PF_GRAMMAR_BRANCH, "a:b", false},
    {PF_GRAMMAR_BRANCH, "main.lock", false},
    {PF_GRAMMAR_REMOTE, "origin", true},
    {PF_GRAMMAR_REMOTE, "ext::sh -c touch% x", false},
    {PF_GRAMMAR_REPOSITORY, "acme/shop.web", true},
    {PF_GRAMMAR_REPOSITORY, "acme", false},
    {PF_GRAMMAR_REPOSITORY, "acme/shop/x", false},
    {PF_GRAMMAR_REPOSITORY, "acme/..", false},
    {PF_GRAMMAR_USER, "deploy-bot", true},
    {PF_GRAMMAR_USER, "AWS", true},
    {PF_GRAMMAR_USER, "a b", false},
    {PF_GRAMMAR_PLATFORM, "linux/amd64", true},
    {PF_GRAMMAR_PLATFORM, "linux/arm64/v8", true},
    {PF_GRAMMAR_PLATFORM, "linux", false},
    {PF_GRAMMAR_PLATFORM, "linux/amd64,linux/arm64", false},
    {PF_GRAMMAR_PATH, "deploy/Dockerfile", true},
    {PF_GRAMMAR_PATH, "../Dockerfile", false},
    {PF_GRAMMAR_PATH, "a/../../b", false},
    {PF_GRAMMAR_PATH, "/etc/passwd", false},
    {PF_GRAMMAR_ANY_PATH, "/run/gh.sock", true},
    {PF_GRAMMAR_ANY_PATH, "a\nb", false},
    {PF_GRAMMAR_VARIABLE, "SENTRY_DSN", true},
    {PF_GRAMMAR_VARIABLE, "1X", false},
    {PF_GRAMMAR_MILLISECONDS, "600000", true},
    {PF_GRAMMAR_MILLISECONDS, "600001", false},
    {PF_GRAMMAR_MILLISECONDS, "0", false},
};

START_TEST(a_value_is_taken_exactly_when_its_service_takes_it)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        ck_assert_msg(pf_grammar_is(examples[i].grammar, pf_str_c(examples[i].value)) ==
                          examples[i].is_one,
                      "'%s' of grammar %d", examples[i].value, (int)examples[i].grammar);
}
END_TEST

/* What would be read as something else by a program that gets it: nothing takes any of it. */
START_TEST(no_grammar_takes_an_option_a_file_or_a_control_character)
{
    static const char *const hostile[] = {"",
                                          "-",
                                          "--help",
                                          "-Hunix:///x",
                                          "file:///etc/passwd",
                                          "fileb://x",
                                          "@/etc/passwd",
                                          "$(id)",
                                          "`id`",
                                          "a;id",
                                          "a|id",
                                          "a\nb",
                                          "a\rb",
                                          "a\tb",
                                          "a\033[2J",
                                          "ext::sh",
                                          "{a,b}",
                                          "::set-output name=x::y",
                                          "##[group]"};
    for (int grammar = 0; grammar < PF_GRAMMAR_COUNT; grammar++)
        for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
            bool is_odd_path = grammar == PF_GRAMMAR_PATH || grammar == PF_GRAMMAR_ANY_PATH ||
                               grammar == PF_GRAMMAR_BRANCH;
            bool may_be_a_file = is_odd_path && hostile[i][0] != '-' && hostile[i][0] != '\0' &&
                                 strpbrk(hostile[i], "\n\r\t\033") == NULL;
            if (!may_be_a_file)
                ck_assert_msg(!pf_grammar_is((enum pf_grammar)grammar, pf_str_c(hostile[i])),
                              "'%s' of grammar %d", hostile[i], grammar);
        }
}
END_TEST

/* A NUL inside would end the argument for the program that gets it. */
START_TEST(no_grammar_takes_a_nul)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        char text[FILL];
        size_t len = strlen(examples[i].value);
        memcpy(text, examples[i].value, len);
        for (size_t at = 0; at < len; at++) {
            text[at] = '\0';
            ck_assert(!pf_grammar_is(examples[i].grammar, (pf_str){text, len}));
            text[at] = examples[i].value[at];
        }
    }
}
END_TEST

START_TEST(lengths_end_where_the_services_end_them)
{
    static const struct {
        enum pf_grammar grammar;
        size_t longest;
    } limits[] = {{PF_GRAMMAR_ECS_NAME, 255},
                  {PF_GRAMMAR_TAG, 128},
                  {PF_GRAMMAR_IMAGE_NAME, 255},
                  {PF_GRAMMAR_USER, 255},
                  {PF_GRAMMAR_REMOTE, 100}};
    char text[FILL];
    memset(text, 'a', sizeof text);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        ck_assert(pf_grammar_is(limits[i].grammar, (pf_str){text, limits[i].longest}));
        ck_assert(!pf_grammar_is(limits[i].grammar, (pf_str){text, limits[i].longest + 1}));
    }
}
END_TEST

Suite *grammar_suite(void)
{
    const TTest *const tests[] = {
        a_value_is_taken_exactly_when_its_service_takes_it,
        no_grammar_takes_an_option_a_file_or_a_control_character,
        no_grammar_takes_a_nul,
        lengths_end_where_the_services_end_them,
        NULL,
    };
    return pf_suite("grammar", tests);
}
