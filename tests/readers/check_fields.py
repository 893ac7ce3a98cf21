"""Opens the fields of a run with the readers that people use, and compares every value with the state.

    python check_fields.py RESULT STATE

RESULT is a folder of results with fields.zarr, fields.pvd or both. STATE holds what an observer of the same run saw:
<field>_<number of the day>.npy, faces_x.npy, faces_y.npy, faces_z.npy, days.npy and dermal.txt, the names of fields that
say nothing above the dermis.
"""

import pathlib
import sys
import warnings
import xml.etree.ElementTree

import numpy
import vtk
import xarray
from vtk.util.numpy_support import vtk_to_numpy

EPIDERMIS = 1
LAYERS = 5


def state(folder, field, day, dermal, layers):
    """What a store should hold, (z, y, x), or (y, x) on the surface."""
    values = numpy.load(folder / f"{field}_{day}.npy")
    if values.ndim == 3 and field in dermal:
        values[layers <= EPIDERMIS] = numpy.nan
    return values


def equal(stored, wanted, what):
    wanted = wanted.astype(stored.dtype)
    assert stored.shape == wanted.shape, (what, stored.shape, wanted.shape)
    assert numpy.array_equal(stored, wanted, equal_nan=True), what


def check_zarr(result, folder, dermal):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ds = xarray.open_zarr(result / "fields.zarr")
        plain = xarray.open_zarr(result / "fields.zarr", consolidated=False)
    xarray.testing.assert_identical(ds.load(), plain.load())
    assert ds.attrs["Conventions"].startswith("CF-") and ds.attrs["title"]
    days = numpy.load(folder / "days.npy")
    equal(ds.time.values, days, "time")
    assert ds.time.dtype == numpy.float64 and ds.time.units == "day"
    across = "r" if "r" in ds.coords else "x"
    for axis, faces in [("z", "faces_z"), ("y", "faces_y"), (across, "faces_x")]:
        faces = numpy.load(folder / f"{faces}.npy")
        if axis not in ds.dims:
            assert len(faces) == 2, axis
            continue
        equal(ds[axis].values, 0.5 * (faces[1:] + faces[:-1]), axis)
        equal(ds[f"{axis}_bnds"].values, numpy.stack([faces[:-1], faces[1:]], 1), axis)
        assert ds[axis].units == "mm" and ds[axis].bounds == f"{axis}_bnds" and ds[axis].long_name
    assert ds.z.positive == "down"
    # Coordinates are no fields.
    assert {"layer", "layer_top", "layer_bottom", "z_bnds"} <= set(ds.coords)
    names = ds.layer.flag_meanings.split()
    assert len(names) == LAYERS == len(ds.layer_top) and names[2] == "papillary_dermis"
    numpy.testing.assert_array_equal(ds.layer_top[1:], ds.layer_bottom[:-1])
    inside = (ds.layer_top[ds.layer] <= ds.z) & (ds.z <= ds.layer_bottom[ds.layer])
    assert bool(inside.all())
    layers = ds.layer.values
    assert len(ds.data_vars) > 0
    for name, field in ds.data_vars.items():
        assert field.dims[0] == "time" and field.units and field.long_name, name
        assert field.encoding["chunks"][0] == 1
        for day in range(len(days)):
            wanted = state(folder, name, day, dermal, layers)
            shape = [len(ds[axis]) for axis in field.dims[1:]]
            equal(field[day].values, wanted.reshape(shape), (name, day))
    # As in the README: a depth profile in a line.
    name = next(name for name in ds.data_vars if "z" in ds[name].dims)
    profile = ds[name].sel(time=days[-1]).mean([axis for axis in ds[name].dims if axis not in ("time", "z")])
    assert profile.dims == ("z",)
    return sorted(ds.data_vars)


def grids(result, collection):
    """Days and grids of a list of times."""
    for entry in xml.etree.ElementTree.parse(result / collection).getroot().iter("DataSet"):
        file = result / entry.get("file")
        image = file.suffix == ".vti"
        reader = vtk.vtkXMLImageDataReader() if image else vtk.vtkXMLRectilinearGridReader()
        errors = []
        reader.AddObserver("ErrorEvent", lambda *_: errors.append(file))
        reader.SetFileName(str(file))
        reader.Update()
        assert not errors, errors
        yield float(entry.get("timestep")), reader.GetOutput(), image


def check_faces(grid, image, axis, faces):
    if image:
        origin, spacing = grid.GetOrigin()[axis], grid.GetSpacing()[axis]
        got = origin + spacing * numpy.arange(grid.GetDimensions()[axis])
        numpy.testing.assert_allclose(got, faces, rtol=0, atol=1e-12)
    else:
        coordinates = [grid.GetXCoordinates, grid.GetYCoordinates, grid.GetZCoordinates][axis]()
        equal(vtk_to_numpy(coordinates), faces, axis)


def check_vtk(result, folder, dermal):
    days = numpy.load(folder / "days.npy")
    x, y, z = (numpy.load(folder / f"faces_{axis}.npy") for axis in "xyz")
    found = []
    for collection, up in [("fields.pvd", -z[::-1] + 0.0), ("surface.pvd", numpy.zeros(1))]:
        if not (result / collection).exists():
            continue
        read = list(grids(result, collection))
        equal(numpy.array([day for day, _, _ in read]), days, "days")
        for number, (day, grid, image) in enumerate(read):
            assert vtk_to_numpy(grid.GetFieldData().GetArray("TimeValue"))[0] == day
            half_plane = grid.GetDimensions()[1] == 1
            assert half_plane == (len(y) == 2 and y[1] == 1.0)
            for axis, faces in enumerate([x, numpy.zeros(1) if half_plane else y, up]):
                check_faces(grid, image, axis, faces)
            data = grid.GetCellData()
            rows = max(len(up) - 1, 1)
            shape = (rows, len(y) - 1, len(x) - 1)
            layers = None
            if data.HasArray("layer"):
                layers = vtk_to_numpy(data.GetArray("layer")).reshape(shape)[::-1, 0, 0]
            names = [data.GetArrayName(at) for at in range(data.GetNumberOfArrays())]
            names.remove("layer") if layers is not None else None
            for name in names:
                got = vtk_to_numpy(data.GetArray(name)).reshape(shape)[::-1]
                wanted = state(folder, name, number, dermal, layers)
                equal(got, wanted.reshape(shape), (name, day))
        found += [f"{name} {'image' if read[0][2] else 'rectilinear'}" for name in names]
    assert found
    return found


def main():
    result, folder = map(pathlib.Path, sys.argv[1:])
    dermal = (folder / "dermal.txt").read_text().split()
    if (result / "fields.zarr").exists():
        print("zarr", *check_zarr(result, folder, dermal))
    if (result / "fields.pvd").exists() or (result / "surface.pvd").exists():
        print("vtk", *check_vtk(result, folder, dermal))


main()
