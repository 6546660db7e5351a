# OpenTofu's block about the language itself.
# RUN: split-file %s %t && %verify --pedantic %t
#--- main.tf
language {
  edition = "tofu2024"
  #         ^^^^^^^^^^ warning[E365]: 'edition' must be the bare name of an edition
  experiments = [unheard, "of"]
  #              ^^^^^^^ note[E391]: there is no experiment 'unheard' that is known here
  #                       ^^^^ warning[E366]: 'experiments' takes bare names of experiments
  compatible_with {
    opentofu = ">= 1.11"
    #          ^^^^^^^^^ note[E392]: versions that are allowed here, like 1.11.0, do not read 'compatible_with'
    ignored = "blah"
  }
}
language {
  edition = tofu2038
  #         ^^^^^^^^ note[E390]: 'tofu2038' is no edition of the language that is known here
  compatible_with {
    opentofu = ">= 1.12"
  }
}
