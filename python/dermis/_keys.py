"""The tables of scenarios, from the table of keys of the program. Written by `generate.py`; not by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Literal

from ._section import Key, Section


class Patient(Section):
    """[patient] of a scenario."""

    _table = "patient"
    age_years = Key['float']('age, years; 18 to 95; default: 30')
    sex = Key['Literal["female", "male"]']('sex, which decides thicknesses where sources tell them apart; default: female')
    fitzpatrick_type = Key['int']('Fitzpatrick type of the skin, 1 (always burns) to 6 (never); 1 to 6; default: 2')
    photoageing_grade = Key['int']('photo-ageing, 0 (none) to 4 (severe); 0 to 4; default: 0')
    smoker = Key['bool']('smokes; default: false')
    diabetes = Key['bool']('has diabetes of type 2; default: false')
    keloid_tendency = Key['bool']('has had keloids, or they run in the family; default: false')
    occluded = Key['bool']('the treated skin is kept under an occlusive film; default: false')
    ages = Key['bool']('collagen is lost with age while the run goes on; default: false')
    sun_exposure = Key['float']('exposure of the treated skin to the sun, 0 (none) to 1 (full); 0 to 1; default: 0')
    sunscreen = Key['float']('share of that time under sunscreen, 0 (never) to 1 (always); 0 to 1; default: 0')
    conditions = Key['Sequence[Literal["pregnancy", "eczema", "open_wounds", "active_infection", "active_acne", "recent_radiation", "isotretinoin", "anticoagulants", "metal_allergy", "topicals_not_for_injection"]]']('what else is known; warnings, which change no number (`dermis list precautions`); default: []')

    def __init__(
        self,
        *,
        age_years: float | None = None,
        sex: Literal["female", "male"] | None = None,
        fitzpatrick_type: int | None = None,
        photoageing_grade: int | None = None,
        smoker: bool | None = None,
        diabetes: bool | None = None,
        keloid_tendency: bool | None = None,
        occluded: bool | None = None,
        ages: bool | None = None,
        sun_exposure: float | None = None,
        sunscreen: float | None = None,
        conditions: Sequence[Literal["pregnancy", "eczema", "open_wounds", "active_infection", "active_acne", "recent_radiation", "isotretinoin", "anticoagulants", "metal_allergy", "topicals_not_for_injection"]] | None = None,
    ) -> None:
        super().__init__({
            "age_years": age_years,
            "sex": sex,
            "fitzpatrick_type": fitzpatrick_type,
            "photoageing_grade": photoageing_grade,
            "smoker": smoker,
            "diabetes": diabetes,
            "keloid_tendency": keloid_tendency,
            "occluded": occluded,
            "ages": ages,
            "sun_exposure": sun_exposure,
            "sunscreen": sunscreen,
            "conditions": conditions,
        })


class Site(Section):
    """[site] of a scenario."""

    _table = "site"
    name = Key['Literal["cheek", "forehead", "glabella", "temple", "eyelid", "periorbital", "nose", "zygoma", "perioral", "chin", "submandibular", "neck", "chest", "back", "abdomen", "thigh", "dorsal_hand"]']('place on the body, which decides the layers (`dermis list sites`); default: cheek')
    stratum_corneum_mm = Key['float']('thickness of the stratum corneum, mm; 0.005 to 0.5; default: of the site')
    viable_epidermis_mm = Key['float']('thickness of the viable epidermis below it, mm; 0.02 to 1; default: of the site')
    papillary_dermis_mm = Key['float']('thickness of the papillary dermis, mm; 0.05 to 1; default: of the site')
    reticular_dermis_mm = Key['float']('thickness of the reticular dermis, mm; 0.2 to 6; default: of the site')
    subcutis_mm = Key['float']('thickness of the subcutis that is kept as a buffer, mm; 0.1 to 5; default: of the site')

    def __init__(
        self,
        *,
        name: Literal["cheek", "forehead", "glabella", "temple", "eyelid", "periorbital", "nose", "zygoma", "perioral", "chin", "submandibular", "neck", "chest", "back", "abdomen", "thigh", "dorsal_hand"] | None = None,
        stratum_corneum_mm: float | None = None,
        viable_epidermis_mm: float | None = None,
        papillary_dermis_mm: float | None = None,
        reticular_dermis_mm: float | None = None,
        subcutis_mm: float | None = None,
    ) -> None:
        super().__init__({
            "name": name,
            "stratum_corneum_mm": stratum_corneum_mm,
            "viable_epidermis_mm": viable_epidermis_mm,
            "papillary_dermis_mm": papillary_dermis_mm,
            "reticular_dermis_mm": reticular_dermis_mm,
            "subcutis_mm": subcutis_mm,
        })


class Indication(Section):
    """[indication] of a scenario."""

    _table = "indication"
    name = Key['Literal["photoaged_skin", "atrophic_acne_scar", "stretch_mark", "enlarged_pore", "hypertrophic_scar"]']('what is treated (`dermis list indications`); default: normal skin')
    width_mm = Key['float']('width of the defect; of a ring, its outer diameter, mm; 0.1 to 50; default: of the indication')
    depth_mm = Key['float']('depth below the dermo-epidermal junction, mm; 0.05 to 6; default: of the indication')
    missing_papillary = Key['float']('share of collagen that is missing in the papillary dermis; 0 to 0.8; default: of the indication')
    missing_reticular = Key['float']('share of collagen that is missing in the reticular dermis; 0 to 0.8; default: of the indication')
    scar_like = Key['float']('share of the collagen that is there which is scar-like; 0 to 0.9; default: of the indication')
    excess = Key['float']('scar-like collagen beyond what normal skin has, as a share of that; 0 to 0.55; default: of the indication')

    def __init__(
        self,
        *,
        name: Literal["photoaged_skin", "atrophic_acne_scar", "stretch_mark", "enlarged_pore", "hypertrophic_scar"] | None = None,
        width_mm: float | None = None,
        depth_mm: float | None = None,
        missing_papillary: float | None = None,
        missing_reticular: float | None = None,
        scar_like: float | None = None,
        excess: float | None = None,
    ) -> None:
        super().__init__({
            "name": name,
            "width_mm": width_mm,
            "depth_mm": depth_mm,
            "missing_papillary": missing_papillary,
            "missing_reticular": missing_reticular,
            "scar_like": scar_like,
            "excess": excess,
        })


class Device(Section):
    """[device] of a scenario."""

    _table = "device"
    name = Key['Literal["stamp", "roller", "pen", "home_roller", "single_needle", "array", "core", "incision", "abrasion"]']('which device (`dermis list devices`); default: must be given')
    needle_length_mm = Key['float']('nominal length of the needles, mm; 0.05 to 5; default: of the device')
    needle_diameter_mm = Key['float']("diameter of the needles' shaft, mm; 0.02 to 1; default: of the device")
    tip_length_mm = Key['float']('length of the tapered tip, mm; 0.01 to 2; default: of the device')
    depth_mm = Key['float']('depth of a core, an incision or an abrasion, mm; 0.02 to 6; default: of the device')
    diameter_mm = Key['float']('diameter of a core, mm; 0.05 to 6; default: of the device')
    blade_mm = Key['float']('thickness of the blade of an incision, mm; 0.01 to 5; default: of the device')
    positions_mm = Key['Sequence[Sequence[float]]']('x and y of each needle of an `array` from its middle, mm; -100 to 100; default: two rings')
    positions = Key['str | PathLike[str]']('the same in a table with columns x_mm and y_mm, by its path from the scenario; also the first session of a punctures.csv, with track_width_mm as wide as its skin; default: none')
    rings = Key['Sequence[Sequence[float]]']('radius in mm and number of needles of each ring of an `array`; 0 to 1000; default: none')
    rows = Key['Sequence[Sequence[float]]']('number of needles, y in mm and distance of needles in mm of each row of an `array`; -100 to 1000; default: none')
    passes = Key['int']('passes over the same skin; 1 to 100; default: of the device')
    needles = Key['int']('needles of the array, drum or cartridge; 1 to 1000; default: of the device')
    pattern = Key['Literal["device", "regular", "random", "overlapping"]']('how punctures lie: as the device lays them, evenly, anywhere, or each pass evenly; default: device')
    directions = Key['int']('directions that passes of a roller cycle through: 0°, 90°, 45°, 135°; 1 to 4; default: of the device')
    track_width_mm = Key['float']('width of skin that a pass covers; of a stamp the side of its array, mm; 1 to 60; default: of the device')
    frequency_hz = Key['float']("strokes of a pen's cartridge in a second, Hz; 1 to 300; default: of the device")
    glide_speed_mm_s = Key['float']('speed of a pen over the skin, mm/s; 1 to 500; default: of the device')
    density_per_cm2 = Key['float']('punctures per area over the whole session, instead of those that the technique makes; of a core or a single needle: how much skin is the share of one, 1/cm²; 0.1 to 10000; default: from passes, needles and track width; of a pen from its strokes and speed too')
    depth_efficacy = Key['float']('true depth divided by nominal length; 0.05 to 1; default: of the device')
    depth_jitter = Key['float']('largest scatter of depth, relative, needle by needle; 0 to 0.5; default: of the device')
    tilt_degrees = Key['float']('tilt of the needles from the normal, degrees; 0 to 45; default: of the device')

    def __init__(
        self,
        *,
        name: Literal["stamp", "roller", "pen", "home_roller", "single_needle", "array", "core", "incision", "abrasion"] | None = None,
        needle_length_mm: float | None = None,
        needle_diameter_mm: float | None = None,
        tip_length_mm: float | None = None,
        depth_mm: float | None = None,
        diameter_mm: float | None = None,
        blade_mm: float | None = None,
        positions_mm: Sequence[Sequence[float]] | None = None,
        positions: str | PathLike[str] | None = None,
        rings: Sequence[Sequence[float]] | None = None,
        rows: Sequence[Sequence[float]] | None = None,
        passes: int | None = None,
        needles: int | None = None,
        pattern: Literal["device", "regular", "random", "overlapping"] | None = None,
        directions: int | None = None,
        track_width_mm: float | None = None,
        frequency_hz: float | None = None,
        glide_speed_mm_s: float | None = None,
        density_per_cm2: float | None = None,
        depth_efficacy: float | None = None,
        depth_jitter: float | None = None,
        tilt_degrees: float | None = None,
    ) -> None:
        super().__init__({
            "name": name,
            "needle_length_mm": needle_length_mm,
            "needle_diameter_mm": needle_diameter_mm,
            "tip_length_mm": tip_length_mm,
            "depth_mm": depth_mm,
            "diameter_mm": diameter_mm,
            "blade_mm": blade_mm,
            "positions_mm": positions_mm,
            "positions": positions,
            "rings": rings,
            "rows": rows,
            "passes": passes,
            "needles": needles,
            "pattern": pattern,
            "directions": directions,
            "track_width_mm": track_width_mm,
            "frequency_hz": frequency_hz,
            "glide_speed_mm_s": glide_speed_mm_s,
            "density_per_cm2": density_per_cm2,
            "depth_efficacy": depth_efficacy,
            "depth_jitter": depth_jitter,
            "tilt_degrees": tilt_degrees,
        })


class Treatment(Section):
    """[treatment] of a scenario."""

    _table = "treatment"
    count = Key['int']('number of sessions; 0 to 200; default: none')
    interval_days = Key['float']('time from one of `count` sessions to the next, days; 0.5 to 3650; default: must be given with more than one')
    first_day = Key['float']('day of the first of `count` sessions, days; 0 to 3650; default: 0')
    days = Key['Sequence[float]']('days of the sessions, instead of `count`, days; 0 to 7300; default: none')
    sessions = Key['Sequence[Session | Mapping[str, Any]]']('sessions one by one, each with its `day` and any key of [device], instead of `count` and `days`; default: none')
    deeper_by_mm = Key['float']('by how much the needles of each session are longer than those of the one before, mm; 0 to 1; default: 0')
    deepest_mm = Key['float']("length at which that ends, mm; 0.05 to 5; default: the device's longest needle")
    topicals = Key['Sequence[Topical | Mapping[str, Any]]']('what is put on the skin, each with its `agent`; default: none')

    def __init__(
        self,
        *,
        count: int | None = None,
        interval_days: float | None = None,
        first_day: float | None = None,
        days: Sequence[float] | None = None,
        sessions: Sequence[Session | Mapping[str, Any]] | None = None,
        deeper_by_mm: float | None = None,
        deepest_mm: float | None = None,
        topicals: Sequence[Topical | Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__({
            "count": count,
            "interval_days": interval_days,
            "first_day": first_day,
            "days": days,
            "sessions": sessions,
            "deeper_by_mm": deeper_by_mm,
            "deepest_mm": deepest_mm,
            "topicals": topicals,
        })


class Session(Section):
    """[treatment.sessions] of a scenario."""

    _table = "treatment.sessions"
    day = Key['float']('day of the session, days; 0 to 7300; default: must be given')
    name = Key['Literal["stamp", "roller", "pen", "home_roller", "single_needle", "array", "core", "incision", "abrasion"]']('which device (`dermis list devices`); default: must be given')
    needle_length_mm = Key['float']('nominal length of the needles, mm; 0.05 to 5; default: of the device')
    needle_diameter_mm = Key['float']("diameter of the needles' shaft, mm; 0.02 to 1; default: of the device")
    tip_length_mm = Key['float']('length of the tapered tip, mm; 0.01 to 2; default: of the device')
    depth_mm = Key['float']('depth of a core, an incision or an abrasion, mm; 0.02 to 6; default: of the device')
    diameter_mm = Key['float']('diameter of a core, mm; 0.05 to 6; default: of the device')
    blade_mm = Key['float']('thickness of the blade of an incision, mm; 0.01 to 5; default: of the device')
    positions_mm = Key['Sequence[Sequence[float]]']('x and y of each needle of an `array` from its middle, mm; -100 to 100; default: two rings')
    positions = Key['str | PathLike[str]']('the same in a table with columns x_mm and y_mm, by its path from the scenario; also the first session of a punctures.csv, with track_width_mm as wide as its skin; default: none')
    rings = Key['Sequence[Sequence[float]]']('radius in mm and number of needles of each ring of an `array`; 0 to 1000; default: none')
    rows = Key['Sequence[Sequence[float]]']('number of needles, y in mm and distance of needles in mm of each row of an `array`; -100 to 1000; default: none')
    passes = Key['int']('passes over the same skin; 1 to 100; default: of the device')
    needles = Key['int']('needles of the array, drum or cartridge; 1 to 1000; default: of the device')
    pattern = Key['Literal["device", "regular", "random", "overlapping"]']('how punctures lie: as the device lays them, evenly, anywhere, or each pass evenly; default: device')
    directions = Key['int']('directions that passes of a roller cycle through: 0°, 90°, 45°, 135°; 1 to 4; default: of the device')
    track_width_mm = Key['float']('width of skin that a pass covers; of a stamp the side of its array, mm; 1 to 60; default: of the device')
    frequency_hz = Key['float']("strokes of a pen's cartridge in a second, Hz; 1 to 300; default: of the device")
    glide_speed_mm_s = Key['float']('speed of a pen over the skin, mm/s; 1 to 500; default: of the device')
    density_per_cm2 = Key['float']('punctures per area over the whole session, instead of those that the technique makes; of a core or a single needle: how much skin is the share of one, 1/cm²; 0.1 to 10000; default: from passes, needles and track width; of a pen from its strokes and speed too')
    depth_efficacy = Key['float']('true depth divided by nominal length; 0.05 to 1; default: of the device')
    depth_jitter = Key['float']('largest scatter of depth, relative, needle by needle; 0 to 0.5; default: of the device')
    tilt_degrees = Key['float']('tilt of the needles from the normal, degrees; 0 to 45; default: of the device')

    def __init__(
        self,
        *,
        day: float | None = None,
        name: Literal["stamp", "roller", "pen", "home_roller", "single_needle", "array", "core", "incision", "abrasion"] | None = None,
        needle_length_mm: float | None = None,
        needle_diameter_mm: float | None = None,
        tip_length_mm: float | None = None,
        depth_mm: float | None = None,
        diameter_mm: float | None = None,
        blade_mm: float | None = None,
        positions_mm: Sequence[Sequence[float]] | None = None,
        positions: str | PathLike[str] | None = None,
        rings: Sequence[Sequence[float]] | None = None,
        rows: Sequence[Sequence[float]] | None = None,
        passes: int | None = None,
        needles: int | None = None,
        pattern: Literal["device", "regular", "random", "overlapping"] | None = None,
        directions: int | None = None,
        track_width_mm: float | None = None,
        frequency_hz: float | None = None,
        glide_speed_mm_s: float | None = None,
        density_per_cm2: float | None = None,
        depth_efficacy: float | None = None,
        depth_jitter: float | None = None,
        tilt_degrees: float | None = None,
    ) -> None:
        super().__init__({
            "day": day,
            "name": name,
            "needle_length_mm": needle_length_mm,
            "needle_diameter_mm": needle_diameter_mm,
            "tip_length_mm": tip_length_mm,
            "depth_mm": depth_mm,
            "diameter_mm": diameter_mm,
            "blade_mm": blade_mm,
            "positions_mm": positions_mm,
            "positions": positions,
            "rings": rings,
            "rows": rows,
            "passes": passes,
            "needles": needles,
            "pattern": pattern,
            "directions": directions,
            "track_width_mm": track_width_mm,
            "frequency_hz": frequency_hz,
            "glide_speed_mm_s": glide_speed_mm_s,
            "density_per_cm2": density_per_cm2,
            "depth_efficacy": depth_efficacy,
            "depth_jitter": depth_jitter,
            "tilt_degrees": tilt_degrees,
        })


class Topical(Section):
    """[treatment.topicals] of a scenario."""

    _table = "treatment.topicals"
    agent = Key['Literal["vitamin_c", "peptide", "hyaluronic_acid", "retinoid", "growth_factors", "moisturiser"]']('what is put on (`dermis list agents`); default: must be given')
    days = Key['Sequence[float]']('days on which it is put on, days; 0 to 7300; default: as hours_after_session')
    hours_after_session = Key['float']('time after each session at which it is put on, instead of `days`, hours; 0 to 168; default: 0')
    count = Key['int']('number of applications, instead of `days`; 0 to 4000; default: as hours_after_session')
    first_day = Key['float']('day of the first of `count` applications, days; 0 to 3650; default: 0')
    every_days = Key['float']('time from one of `count` applications to the next, days; 0.25 to 365; default: 1')
    dose_ug_per_cm2 = Key['float']('dose of each application, µg/cm²; 0 to 100000; default: 100')
    film_um = Key['float']('thickness of the film of vehicle, µm; 1 to 5000; default: 20')
    contact_hours = Key['float']('time until it is wiped off, hours; 0.05 to 168; default: 8')
    diffusivity_epidermis = Key['float']('diffusivity in living epidermis, mm²/day; 0.001 to 50; default: of the agent')
    diffusivity_dermis = Key['float']('diffusivity in dermis and subcutis, mm²/day; 0.001 to 50; default: of the agent')
    permeability_intact = Key['float']('permeability of the intact barrier, mm/day; 1e-06 to 100; default: of the agent')
    permeability_open = Key['float']('permeability where the barrier is gone, mm/day; 1e-06 to 1000; default: of the agent')
    partition = Key['float']('concentration in the epidermis over that of the vehicle; 0.001 to 1000; default: of the agent')
    binding = Key['float']('bound over free at equilibrium; 0 to 1000; default: of the agent')
    unbinding_per_day = Key['float']('rate of unbinding, 1/day; 0.01 to 1000; default: of the agent')
    clearance_per_day = Key['float']('clearance by the vessels of dermis and subcutis, 1/day; 0 to 1000; default: of the agent')
    half_effect = Key['float']('free concentration at half of the effect, µg/mL; 1e-06 to 1000000; default: of the agent')
    effect_strength = Key['float']('share of the effects that is taken for granted; 0 to 1; default: of the agent')

    def __init__(
        self,
        *,
        agent: Literal["vitamin_c", "peptide", "hyaluronic_acid", "retinoid", "growth_factors", "moisturiser"] | None = None,
        days: Sequence[float] | None = None,
        hours_after_session: float | None = None,
        count: int | None = None,
        first_day: float | None = None,
        every_days: float | None = None,
        dose_ug_per_cm2: float | None = None,
        film_um: float | None = None,
        contact_hours: float | None = None,
        diffusivity_epidermis: float | None = None,
        diffusivity_dermis: float | None = None,
        permeability_intact: float | None = None,
        permeability_open: float | None = None,
        partition: float | None = None,
        binding: float | None = None,
        unbinding_per_day: float | None = None,
        clearance_per_day: float | None = None,
        half_effect: float | None = None,
        effect_strength: float | None = None,
    ) -> None:
        super().__init__({
            "agent": agent,
            "days": days,
            "hours_after_session": hours_after_session,
            "count": count,
            "first_day": first_day,
            "every_days": every_days,
            "dose_ug_per_cm2": dose_ug_per_cm2,
            "film_um": film_um,
            "contact_hours": contact_hours,
            "diffusivity_epidermis": diffusivity_epidermis,
            "diffusivity_dermis": diffusivity_dermis,
            "permeability_intact": permeability_intact,
            "permeability_open": permeability_open,
            "partition": partition,
            "binding": binding,
            "unbinding_per_day": unbinding_per_day,
            "clearance_per_day": clearance_per_day,
            "half_effect": half_effect,
            "effect_strength": effect_strength,
        })


class Grid(Section):
    """[grid] of a scenario."""

    _table = "grid"
    geometry = Key['Literal["slab", "patch", "cell", "well_mixed"]']('shape that stands for the treated skin; default: slab')
    width_mm = Key['float']('size along x, mm; 0.1 to 50; default: 4')
    length_mm = Key['float']('size along y, of a `patch`, mm; 0.1 to 50; default: as width_mm')
    spacing_um = Key['float']('distance of cells across the skin, µm; 2 to 500; default: 25')
    depth_spacing_um = Key['float']('distance of cells along depth below the papillary dermis; twice that in the subcutis, µm; 2 to 500; default: as spacing_um')
    surface_spacing_um = Key['float']('distance of cells along depth down to the end of the papillary dermis, µm; 2 to 500; default: as depth_spacing_um, at most 25')
    boundary = Key['Literal["periodic", "no_flux"]']('what happens at the sides: the skin goes on as it begins, or nothing passes; default: periodic')
    shifted_sessions = Key['bool']('each session of a `cell` meets the mean of what earlier ones left, as needles that miss the old channels do; otherwise each hits the same place; default: false')

    def __init__(
        self,
        *,
        geometry: Literal["slab", "patch", "cell", "well_mixed"] | None = None,
        width_mm: float | None = None,
        length_mm: float | None = None,
        spacing_um: float | None = None,
        depth_spacing_um: float | None = None,
        surface_spacing_um: float | None = None,
        boundary: Literal["periodic", "no_flux"] | None = None,
        shifted_sessions: bool | None = None,
    ) -> None:
        super().__init__({
            "geometry": geometry,
            "width_mm": width_mm,
            "length_mm": length_mm,
            "spacing_um": spacing_um,
            "depth_spacing_um": depth_spacing_um,
            "surface_spacing_um": surface_spacing_um,
            "boundary": boundary,
            "shifted_sessions": shifted_sessions,
        })


class Run(Section):
    """[run] of a scenario."""

    _table = "run"
    days = Key['float']('simulated time, days; 0.01 to 7300; default: 300')
    seed = Key['int']('seed of everything that is drawn: where needles go, how deep, how tilted; 0 to 9.007199255e+15; default: 1')
    tolerance = Key['float']("error that a step may make, relative to each field's largest value; 1e-09 to 0.1; default: 0.001")
    stepper = Key['Literal["auto", "ros34pw2", "ros2", "ros2_lean", "qndf", "qndf_single", "explicit"]']('how time is stepped (`dermis list steppers`); default: auto')
    symmetry = Key['bool']('skin that repeats itself is solved once for all its copies; default: true')
    active_box = Key['bool']('only a box around what has departed from rest is solved; default: true')

    def __init__(
        self,
        *,
        days: float | None = None,
        seed: int | None = None,
        tolerance: float | None = None,
        stepper: Literal["auto", "ros34pw2", "ros2", "ros2_lean", "qndf", "qndf_single", "explicit"] | None = None,
        symmetry: bool | None = None,
        active_box: bool | None = None,
    ) -> None:
        super().__init__({
            "days": days,
            "seed": seed,
            "tolerance": tolerance,
            "stepper": stepper,
            "symmetry": symmetry,
            "active_box": active_box,
        })


class Observe(Section):
    """[observe] of a scenario."""

    _table = "observe"
    dense_days = Key['float']('time after each session during which outcomes are written often, days; 0 to 365; default: 7')
    dense_interval_days = Key['float']('time between rows of the series during it; the very first are closer still, days; 0.01 to 30; default: 0.25')
    interval_days = Key['float']('time between rows of the series otherwise, days; 0.05 to 365; default: 1')
    map_days = Key['Sequence[float]']('days on which maps over depth are drawn, days; 0 to 7300; default: 1, 7 and 28 days after the first session, 28 after the last, and the end')
    fields = Key['Sequence[str]']('fields that are written on the grid, over time (`dermis list fields`, and outcomes of each cell), or `all`; default: []')
    field_days = Key['Sequence[float]']("days on which fields are written; on a session's day as just before it, days; 0 to 7300; default: every interval_days, and the end")
    field_region = Key['Literal["whole", "epidermis", "dermis", "papillary", "reticular", "subcutis"]']('depths of which fields are written; default: whole')
    field_formats = Key['Sequence[Literal["zarr", "vtk"]]']('formats of fields: `zarr` for xarray (fields.zarr), `vtk` for ParaView (fields.pvd); default: ["zarr"]')
    precision = Key['Literal["f32", "f64", "rounded"]']('how values of fields are kept: 32 bits, 64, or 32 rounded to an eighth of the tolerance, which compress to half; default: f32')

    def __init__(
        self,
        *,
        dense_days: float | None = None,
        dense_interval_days: float | None = None,
        interval_days: float | None = None,
        map_days: Sequence[float] | None = None,
        fields: Sequence[str] | None = None,
        field_days: Sequence[float] | None = None,
        field_region: Literal["whole", "epidermis", "dermis", "papillary", "reticular", "subcutis"] | None = None,
        field_formats: Sequence[Literal["zarr", "vtk"]] | None = None,
        precision: Literal["f32", "f64", "rounded"] | None = None,
    ) -> None:
        super().__init__({
            "dense_days": dense_days,
            "dense_interval_days": dense_interval_days,
            "interval_days": interval_days,
            "map_days": map_days,
            "fields": fields,
            "field_days": field_days,
            "field_region": field_region,
            "field_formats": field_formats,
            "precision": precision,
        })
