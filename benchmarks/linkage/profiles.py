"""How often each mistake happens in an ordinary list and in a bad one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """Shares of the rows of one list; two lists err independently."""

    id_missing: float
    id_wrong_digit: float
    id_swapped: float
    id_cut: float
    id_of_sibling: float
    name_homophone: float
    name_dialect: float
    name_other_character: float
    name_lost_character: float
    name_shortened: float
    name_other: float
    surname_variant: float
    name_spaced: float
    born_missing: float
    born_day_off: float
    born_swapped: float
    born_other_year: float
    born_lunar: float
    sex_missing: float
    sex_wrong: float
    guardian_missing: float
    guardian_other: float
    guardian_homophone: float
    guardian_with_relation: float
    phone_missing: float
    phone_other: float
    phone_wrong_digit: float
    phone_placeholder: float
    moved_in_township: float
    moved_in_city: float
    address_without_number: float
    address_without_prefix: float
    school_missing: float
    repeated: float


ORDINARY = Profile(
    id_missing=0.06, id_wrong_digit=0.020, id_swapped=0.010, id_cut=0.010, id_of_sibling=0.002,
    name_homophone=0.012, name_dialect=0.002, name_other_character=0.005,
    name_lost_character=0.002, name_shortened=0.002, name_other=0.001, surname_variant=0.002,
    name_spaced=0.02, born_missing=0.01, born_day_off=0.003, born_swapped=0.002,
    born_other_year=0.004, born_lunar=0.006, sex_missing=0.02, sex_wrong=0.003,
    guardian_missing=0.05, guardian_other=0.12, guardian_homophone=0.01,
    guardian_with_relation=0.03, phone_missing=0.05, phone_other=0.12, phone_wrong_digit=0.005,
    phone_placeholder=0.005, moved_in_township=0.02, moved_in_city=0.03,
    address_without_number=0.10, address_without_prefix=0.25, school_missing=0.03, repeated=0.003,
)  # fmt: skip
HARD = Profile(
    id_missing=0.27, id_wrong_digit=0.06, id_swapped=0.03, id_cut=0.05, id_of_sibling=0.006,
    name_homophone=0.035, name_dialect=0.008, name_other_character=0.012,
    name_lost_character=0.006, name_shortened=0.006, name_other=0.004, surname_variant=0.005,
    name_spaced=0.06, born_missing=0.025, born_day_off=0.010, born_swapped=0.006,
    born_other_year=0.012, born_lunar=0.02, sex_missing=0.10, sex_wrong=0.01,
    guardian_missing=0.20, guardian_other=0.30, guardian_homophone=0.04,
    guardian_with_relation=0.10, phone_missing=0.25, phone_other=0.32, phone_wrong_digit=0.02,
    phone_placeholder=0.02, moved_in_township=0.05, moved_in_city=0.08,
    address_without_number=0.30, address_without_prefix=0.45, school_missing=0.10, repeated=0.008,
)  # fmt: skip
PROFILES = {"ordinary": ORDINARY, "hard": HARD}
